import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** The child runs the built package: what is tested has to be built from the source of now. */
export function buildPackage(): void {
  execFileSync('npx', ['tsc', '-b', PACKAGE], { stdio: 'pipe' });
}

const PROGRAM = `
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { VirtualCard } from './dist/card/virtual-card.js';
import { FileCardStore } from './dist/state/file-card-store.js';
const store = await FileCardStore.open(process.argv[1]);
const card = await VirtualCard.insert({ store, random: (n) => randomBytes(n) });
await card.powerOn();
console.log('ready');
for await (const line of createInterface({ input: process.stdin }))
  console.log(Buffer.from(await card.exchange(Buffer.from(line, 'hex'))).toString('hex'));
`;

/** A process that holds one card file and answers APDUs, to be killed. */
export class CardProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    if (child.stdout === null) throw new Error('no output of the child');
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  static async start(path: string): Promise<CardProcess> {
    const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, path], {
      cwd: PACKAGE,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const card = new CardProcess(child);
    if ((await card.#answer()) !== 'ready') throw new Error('the card process did not start');
    return card;
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Sends a command and does not wait. */
  send(hex: string): void {
    this.#child.stdin?.write(`${hex}\n`);
  }

  async exchange(...commands: string[]): Promise<string> {
    let answer = '';
    for (const command of commands) {
      this.send(command);
      answer = await this.#answer();
    }
    return answer;
  }

  /** SIGKILL: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await gone;
  }

  async #answer(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the card process ended');
    return value;
  }
}
