import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { KeysUnavailable } from '../keys-unavailable.ts';
import type { Pkcs11Settings } from './settings.ts';
import type { Numbered, TokenAnswer, TokenRequest } from './wire.ts';

/** The token does not have what is needed, or the binding is missing: for the operator to mend. */
export class TokenNotReady extends Error {
  override readonly name = 'TokenNotReady';
}

interface Waiting {
  readonly timer: NodeJS.Timeout;
  answer(answer: TokenAnswer): void;
  fail(error: Error): void;
}

/** A process that starts loads the library and logs in, besides what it is asked. */
const START_MS = 10_000;
/** Between two starts, so that a token that is away does not cost a machine. */
const PAUSE_MS = 500;

/** Asks the process that has the token; starts it when it is needed, ends it when it does not answer in time. */
export class TokenProcess {
  readonly #settings: Pkcs11Settings;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #answered = false;
  #startedAt = Number.NEGATIVE_INFINITY;
  #number = 0;
  #closed = false;

  constructor(settings: Pkcs11Settings) {
    this.#settings = settings;
  }

  /** For tests that take it away. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** @throws KeysUnavailable when the token is away or does not answer in time; TokenNotReady */
  async ask(request: TokenRequest): Promise<Exclude<TokenAnswer, { kind: 'failed' }>> {
    const child = this.#running();
    const number = this.#number++;
    const answer = await new Promise<TokenAnswer>((resolve, reject) => {
      const timer = setTimeout(
        () => {
          // Whoever waits behind it would wait in vain as well.
          child.kill('SIGKILL');
          this.#ended(child, 'the token does not answer');
        },
        this.#settings.timeoutMs + (this.#answered ? 0 : START_MS),
      );
      this.#waiting.set(number, { timer, answer: resolve, fail: reject });
      child.send({ number, content: request } satisfies Numbered<TokenRequest>, (error) => {
        if (error) this.#ended(child, 'the process with the token has ended');
      });
    });
    if (answer.kind !== 'failed') return answer;
    throw answer.mendable
      ? new TokenNotReady(answer.message)
      : new KeysUnavailable(`the token: ${answer.message}`);
  }

  close(): void {
    this.#closed = true;
    this.#child?.kill();
    if (this.#child) this.#ended(this.#child, 'closed');
  }

  #running(): ChildProcess {
    if (this.#closed) throw new KeysUnavailable('the keys are closed');
    if (this.#child !== undefined) return this.#child;
    if (performance.now() - this.#startedAt < PAUSE_MS) throw new KeysUnavailable('the token is away');
    this.#startedAt = performance.now();
    this.#answered = false;
    const child = fork(entryPoint(), [JSON.stringify(this.#settings)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    });
    child.unref();
    child.channel?.unref();
    child.on('message', ({ number, content }: Numbered<TokenAnswer>) => this.#settle(number, content));
    child.once('exit', () => this.#ended(child, 'the process with the token has ended'));
    child.once('error', () => this.#ended(child, 'the process with the token cannot start'));
    this.#child = child;
    return child;
  }

  #settle(number: number, answer: TokenAnswer): void {
    this.#answered = true;
    const waiting = this.#waiting.get(number);
    if (waiting === undefined) return;
    this.#waiting.delete(number);
    clearTimeout(waiting.timer);
    waiting.answer(answer);
    if (answer.kind === 'failed' && !answer.mendable && this.#child) this.#ended(this.#child, answer.message);
  }

  #ended(child: ChildProcess, message: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    for (const [number, { timer, fail }] of this.#waiting) {
      this.#waiting.delete(number);
      clearTimeout(timer);
      fail(new KeysUnavailable(message));
    }
  }
}

/** Node runs what was compiled; tests run from the sources and use the last build of this one file. */
function entryPoint(): string {
  const beside = fileURLToPath(new URL('./token-main.js', import.meta.url));
  return existsSync(beside) ? beside : beside.replace('/src/pkcs11/', '/dist/pkcs11/');
}
