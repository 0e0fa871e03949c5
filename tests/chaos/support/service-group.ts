import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type DataFolder, dataFolder } from '@kaijo/cli/installation';
import { freePort } from '@kaijo/postgres-server';

const PROGRAM = fileURLToPath(new URL('./service-with-scripted-faces.mjs', import.meta.url));

/** One service process of several on one database, which comes back at the same ports after it was killed. */
export class Service {
  readonly folder: DataFolder;
  readonly publicUrl: string;
  readonly kioskUrl: string;
  readonly #settings: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;

  private constructor(
    folder: DataFolder,
    ports: { readonly public: number; readonly kiosk: number },
    settings: Readonly<Record<string, string>>,
  ) {
    this.folder = folder;
    this.publicUrl = `http://localhost:${ports.public}`;
    this.kioskUrl = `https://localhost:${ports.kiosk}`;
    this.#settings = {
      ...settings,
      KAIJO_DATA: folder.root,
      PORT: String(ports.public),
      KAIJO_KIOSK_PORT: String(ports.kiosk),
    };
  }

  static async at(root: string, settings: Readonly<Record<string, string>>): Promise<Service> {
    await mkdir(root, { recursive: true, mode: 0o700 });
    const ports = { public: await freePort(), kiosk: await freePort() };
    return new Service(dataFolder({ KAIJO_DATA: root }), ports, settings);
  }

  /** Resolves when it listens; false when it ended before, as it does while its database is away. */
  async start(): Promise<boolean> {
    // Not with this process's conditions: the service runs as it is built.
    const child = fork(PROGRAM, {
      execArgv: [],
      env: { ...process.env, ...this.#settings },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process = child;
    const exited = once(child, 'exit').then(() => false);
    const listening = once(child, 'message').then(() => true);
    return Promise.race([listening, exited]);
  }

  /** As a supervisor does: again until it runs. @throws Error after a minute's worth of starts: the test is wrong */
  async startAgain(): Promise<void> {
    for (let starts = 0; starts < 60; starts++) {
      if (await this.start()) return;
      await setTimeout(300);
    }
    throw new Error('a service does not start');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM: answers what is under way, seals the audit log. */
  async drain(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

/** `count` services on one database: the first makes the keys, the others get copies, as an operator hands them out. */
export async function startServices(
  root: string,
  count: number,
  settings: Readonly<Record<string, string>>,
): Promise<readonly Service[]> {
  const first = await Service.at(join(root, 'service-0'), settings);
  await first.startAgain();
  const services = [first];
  for (let i = 1; i < count; i++) {
    const next = await Service.at(join(root, `service-${i}`), settings);
    for (const secret of ['keys', 'kiosk-authority'])
      await cp(join(first.folder.root, secret), join(next.folder.root, secret), { recursive: true });
    await next.startAgain();
    services.push(next);
  }
  return services;
}
