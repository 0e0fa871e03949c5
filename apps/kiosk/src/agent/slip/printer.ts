import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { KioskLanguage, Slip } from '../../local-api/index.ts';

const SLIP_PROGRAM = fileURLToPath(new URL('./slip-main.js', import.meta.url));
const LIMIT_MS = 30_000;

/** A CUPS queue. */
export class Printer {
  readonly queue: string;
  readonly #program: string;
  #failed = false;

  /** `program`: draws a slip; the built one beside this file by default. */
  constructor(queue: string, program = SLIP_PROGRAM) {
    this.queue = queue;
    this.#program = program;
  }

  get failed(): boolean {
    return this.#failed;
  }

  /** Draws the slip and hands it to `lp`. False when it could not be printed: then it is on the screen only. */
  async print(slip: Slip, language: KioskLanguage): Promise<boolean> {
    const draw = spawn(process.execPath, [this.#program], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: LIMIT_MS,
    });
    const lp = spawn('lp', ['-s', '-d', this.queue, '-t', 'Kaijo', '-'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: LIMIT_MS,
    });
    // A program that ends early closes its pipe; its exit code tells.
    for (const pipe of [draw.stdin, draw.stdout, lp.stdin]) pipe.on('error', () => {});
    draw.stdin.end(JSON.stringify({ slip, language }));
    draw.stdout.pipe(lp.stdin);
    const codes = await Promise.all([ended(draw), ended(lp)]);
    this.#failed = codes.some((code) => code !== 0);
    return !this.#failed;
  }
}

function ended(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(-1));
    child.once('close', (code) => resolve(code));
  });
}
