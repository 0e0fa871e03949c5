import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type CuttableProxy, startCuttableProxy } from './cuttable-proxy.ts';
import { PatroniNode } from './patroni-node.ts';
import { freePort } from './ports.ts';
import { handOver, unprivilegedUser } from './unprivileged-user.ts';

const NODES = 3;
const PROGRAMS = ['patroni', 'etcd', 'haproxy'];

/** False where Debian's packages patroni, etcd-server and haproxy are not installed. */
export function canRunPatroni(): boolean {
  return PROGRAMS.every((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0);
}

/** Three PostgreSQL under Patroni with three etcd, and HAProxy in front: one machine, ports of loopback, no network. */
export interface PatroniCluster extends AsyncDisposable {
  /** HAProxy: leads to whoever is the leader. */
  readonly url: string;
  readonly folder: string;
  leader(): Promise<PatroniNode | undefined>;
  /** Power cut at the leader. @returns the node, to be started again */
  killLeader(): Promise<PatroniNode>;
  /** The leader no longer reaches etcd; clients still reach the leader. @returns what mends the wire */
  cutOffLeader(): Promise<() => void>;
  /** Until there is a leader, with a standby or without. */
  untilLed(milliseconds: number): Promise<void>;
  /** Until there is a leader with a synchronous standby, which is when commits are acknowledged. */
  untilWritable(milliseconds: number): Promise<void>;
  stop(): Promise<void>;
}

/** @throws Error with the last words of the logs when no leader was elected within five minutes */
export async function startPatroniCluster(programs: string): Promise<PatroniCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-patroni-'));
  const user = unprivilegedUser();
  handOver(folder, user);
  await chmod(folder, 0o700);
  const helpers: ChildProcess[] = [];
  const run = (program: string, args: readonly string[]): void => {
    helpers.push(
      spawn(program, args, {
        ...user,
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder },
        stdio: 'ignore',
      }),
    );
  };

  const etcd = await Promise.all(
    Array.from({ length: NODES }, async () => ({ client: await freePort(), peer: await freePort() })),
  );
  const peers = etcd.map(({ peer }, index) => `e${index}=http://127.0.0.1:${peer}`).join(',');
  etcd.forEach(({ client, peer }, index) => {
    const [clientUrl, peerUrl] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
    run('etcd', [
      ...['--name', `e${index}`, '--data-dir', join(folder, `etcd-${index}`), '--log-level', 'error'],
      ...['--listen-client-urls', clientUrl, '--advertise-client-urls', clientUrl],
      ...['--listen-peer-urls', peerUrl, '--initial-advertise-peer-urls', peerUrl],
      ...['--initial-cluster', peers, '--initial-cluster-state', 'new'],
      // One machine with one disk that others use as well: elections must not follow from its pauses.
      ...['--heartbeat-interval', '300', '--election-timeout', '3000'],
    ]);
  });

  const wires: CuttableProxy[] = [];
  const nodes: PatroniNode[] = [];
  for (const [index, { client }] of etcd.entries()) {
    const wire = await startCuttableProxy(client);
    wires.push(wire);
    const ports = { postgres: await freePort(), rest: await freePort(), etcd: wire.port };
    nodes.push(new PatroniNode({ name: `n${index}`, ports, folder, user, programs }));
  }
  for (const node of nodes) node.start();

  const front = await freePort();
  const haproxy = join(folder, 'haproxy.cfg');
  await writeFile(haproxy, haproxySettings(front, nodes));
  handOver(haproxy, user);
  run('haproxy', ['-db', '-f', haproxy]);

  const leader = async (): Promise<PatroniNode | undefined> => {
    const leads = await Promise.all(nodes.map((node) => node.isLeader()));
    return nodes.find((_, index) => leads[index]);
  };
  const theLeader = async (): Promise<PatroniNode> => {
    for (;;) {
      const found = await leader();
      if (found !== undefined) return found;
      await setTimeout(200);
    }
  };
  const stop = async (): Promise<void> => {
    for (const node of nodes) await node.kill();
    for (const helper of helpers) helper.kill('SIGKILL');
    for (const wire of wires) await wire.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const cluster: PatroniCluster = {
    url: `postgresql://kaijo:trial@127.0.0.1:${front}/postgres`,
    folder,
    leader,
    async killLeader() {
      const node = await theLeader();
      await node.kill();
      return node;
    },
    async cutOffLeader() {
      const wire = wires[nodes.indexOf(await theLeader())] as CuttableProxy;
      wire.cut();
      return () => wire.mend();
    },
    async untilLed(milliseconds) {
      for (const end = Date.now() + milliseconds; Date.now() < end; await setTimeout(200))
        if ((await leader()) !== undefined) return;
      throw new Error(`no leader: ${await lastWords(folder)}`);
    },
    async untilWritable(milliseconds) {
      for (const end = Date.now() + milliseconds; Date.now() < end; await setTimeout(200)) {
        const standbys = await Promise.all(nodes.map((node) => node.isSynchronousStandby()));
        if (standbys.includes(true) && (await leader()) !== undefined) return;
      }
      throw new Error(`no leader with a standby: ${await lastWords(folder)}`);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
  try {
    await cluster.untilWritable(300_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return cluster;
}

async function lastWords(folder: string): Promise<string> {
  const logs = Array.from({ length: NODES }, (_, index) =>
    readFile(join(folder, `n${index}.log`), 'utf8').catch(() => ''),
  );
  return (await Promise.all(logs)).map((log) => log.slice(-1_500)).join('\n---\n');
}

/** HAProxy asks each Patroni whether its node leads, every half second, and ends sessions with a node that leads no more. */
function haproxySettings(port: number, nodes: readonly PatroniNode[]): string {
  const servers = nodes.map(
    ({ name, ports }) =>
      `  server ${name} 127.0.0.1:${ports.postgres} check port ${ports.rest} on-marked-down shutdown-sessions`,
  );
  return `${[
    'global',
    '  maxconn 1000',
    'defaults',
    '  mode tcp',
    '  timeout connect 2s',
    '  timeout client 30m',
    '  timeout server 30m',
    '  timeout check 1s',
    'listen kaijo',
    `  bind 127.0.0.1:${port}`,
    '  option httpchk OPTIONS /primary',
    '  http-check expect status 200',
    '  default-server inter 500ms fall 2 rise 1',
    ...servers,
  ].join('\n')}\n`;
}
