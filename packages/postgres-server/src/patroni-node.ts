import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killTree } from './process-tree.ts';
import { handOver, type UnprivilegedUser } from './unprivileged-user.ts';

export interface PatroniPorts {
  readonly postgres: number;
  readonly rest: number;
  /** Of the etcd that this node asks: its own wire, so that the node can be cut off. */
  readonly etcd: number;
}

/** One member of the cluster: Patroni, and the PostgreSQL that it starts, promotes and demotes. */
export class PatroniNode {
  readonly name: string;
  readonly ports: PatroniPorts;
  readonly #folder: string;
  readonly #user: UnprivilegedUser;
  #process: ChildProcess | undefined;

  constructor(of: {
    readonly name: string;
    readonly ports: PatroniPorts;
    readonly folder: string;
    readonly user: UnprivilegedUser;
    readonly programs: string;
  }) {
    this.name = of.name;
    this.ports = of.ports;
    this.#folder = of.folder;
    this.#user = of.user;
    const file = this.#settingsFile;
    // Patroni reads YAML, of which JSON is a part (YAML 1.2, 1.3).
    writeFileSync(file, JSON.stringify(settingsOf(of), null, 2));
    handOver(file, of.user);
  }

  start(): void {
    const log = openSync(join(this.#folder, `${this.name}.log`), 'a');
    this.#process = spawn('patroni', [this.#settingsFile], {
      ...this.#user,
      cwd: this.#folder,
      env: { PATH: process.env.PATH, HOME: this.#folder, LANG: 'C.UTF-8' },
      stdio: ['ignore', log, log],
    });
  }

  /** SIGKILL to Patroni and its PostgreSQL at once, as when the machine loses power. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    const server = this.#serverPid();
    killTree(child.pid);
    if (server !== undefined) killTree(server);
    await exited;
  }

  /** What Patroni says at `/primary`: 200 for the leader that holds its lock and runs as primary, and for nobody else. */
  async isLeader(): Promise<boolean> {
    try {
      const { status } = await fetch(`http://127.0.0.1:${this.ports.rest}/primary`, {
        signal: AbortSignal.timeout(1_000),
      });
      return status === 200;
    } catch {
      return false;
    }
  }

  /** A standby that streams from the leader, and that commits wait for. */
  async isSynchronousStandby(): Promise<boolean> {
    try {
      const { status } = await fetch(`http://127.0.0.1:${this.ports.rest}/synchronous`, {
        signal: AbortSignal.timeout(1_000),
      });
      return status === 200;
    } catch {
      return false;
    }
  }

  get #settingsFile(): string {
    return join(this.#folder, `${this.name}.json`);
  }

  #serverPid(): number | undefined {
    const file = join(this.#folder, this.name, 'postmaster.pid');
    if (!existsSync(file)) return undefined;
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  }
}

/** https://patroni.readthedocs.io: `bootstrap.dcs` is written into etcd by whoever makes the cluster. */
function settingsOf(of: ConstructorParameters<typeof PatroniNode>[0]) {
  const { name, ports, folder, programs } = of;
  return {
    scope: 'kaijo',
    name,
    restapi: { listen: `127.0.0.1:${ports.rest}`, connect_address: `127.0.0.1:${ports.rest}` },
    // As a proxy: Patroni does not look for the members behind it, to which the node's wire would be no hindrance.
    etcd3: { hosts: `127.0.0.1:${ports.etcd}`, protocol: 'http', use_proxies: true },
    bootstrap: {
      dcs: {
        // A leader that cannot renew its lock for `ttl` seconds has demoted itself before another one is promoted.
        ttl: 20,
        loop_wait: 2,
        retry_timeout: 5,
        maximum_lag_on_failover: 1_048_576,
        // A commit is acknowledged when a standby has it; without any standby nothing is.
        synchronous_mode: true,
        synchronous_mode_strict: true,
        postgresql: {
          use_pg_rewind: true,
          parameters: {
            synchronous_commit: 'on',
            max_connections: 200,
            wal_level: 'replica',
            wal_log_hints: 'on',
          },
        },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }],
    },
    postgresql: {
      listen: `127.0.0.1:${ports.postgres}`,
      connect_address: `127.0.0.1:${ports.postgres}`,
      data_dir: join(folder, name),
      bin_dir: programs,
      pgpass: join(folder, `${name}.pgpass`),
      authentication: {
        superuser: { username: 'kaijo', password: 'trial' },
        replication: { username: 'replicator', password: 'trial' },
        rewind: { username: 'rewinder', password: 'trial' },
      },
      parameters: { unix_socket_directories: folder },
      // Loopback only, for trials.
      pg_hba: [
        'local all all trust',
        'host all all 127.0.0.1/32 trust',
        'host replication all 127.0.0.1/32 trust',
      ],
    },
    watchdog: { mode: 'off' },
  };
}
