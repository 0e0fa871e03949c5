import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContextInterface as Context, ReaderInterface as Reader, ReaderState } from 'smartcard';
import { type CardReaders, type Connected, ReaderList, type ReaderNow } from './card-readers.ts';
import { PcscChannel } from './pcsc-channel.ts';
import { meaningOf } from './pcsc-error.ts';

/** The optional native binding: npm `smartcard`, compiled by scripts/build-smartcard.sh. */
interface Binding {
  readonly Context: new () => Context;
  readonly SCARD_SHARE_EXCLUSIVE: number;
  readonly SCARD_PROTOCOL_T0: number;
  readonly SCARD_PROTOCOL_T1: number;
  readonly SCARD_STATE_CHANGED: number;
  readonly SCARD_STATE_PRESENT: number;
  readonly SCARD_STATE_MUTE: number;
}

/** The binding is not there; the message says what to do. */
export class PcscMissing extends Error {
  override readonly name = 'PcscMissing';
}

/** Tells of readers that come and go; PC/SC's own pseudo reader. Its state is not looked at. */
const PLUG_AND_PLAY = '\\\\?PnP?\\Notification';
/** How long one wait for a change may last: the longest that a close has to wait. */
const WAIT_MS = 1_000;
const RETRY_MS = 500;

/** @throws PcscMissing where the binding was not compiled */
export function loadPcsc(): Binding {
  try {
    return createRequire(import.meta.url)('smartcard') as Binding;
  } catch (error) {
    throw new PcscMissing(
      'the PC/SC binding is not there: run scripts/build-smartcard.sh, which says what it needs',
      { cause: error },
    );
  }
}

/**
 * The readers of pcscd. They are watched from a thread of their own; when pcscd ends there are none, until it is back.
 * @throws PcscMissing
 */
export function openPcscReaders(): CardReaders {
  return new PcscReaders(loadPcsc());
}

class PcscReaders implements CardReaders {
  readonly #binding: Binding;
  readonly #list = new ReaderList();
  readonly #watching: Promise<void>;
  #context: Context | undefined;
  #closed = false;

  constructor(binding: Binding) {
    this.#binding = binding;
    this.#watching = this.#watch();
  }

  get readers(): readonly ReaderNow[] {
    return this.#list.readers;
  }

  onChange(listener: () => void): () => void {
    return this.#list.onChange(listener);
  }

  async connect(name: string): Promise<Connected> {
    const { SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1 } = this.#binding;
    let context: Context | undefined;
    try {
      // A context of its own: one that waits for a change is locked meanwhile (pcsclite).
      context = new this.#binding.Context();
      const reader = context.listReaders().find((one) => one.name === name);
      if (reader === undefined) {
        release(context);
        return { kind: 'gone' };
      }
      const card = await reader.connect(SCARD_SHARE_EXCLUSIVE, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1);
      return { kind: 'connected', channel: new PcscChannel(card, () => release(context)) };
    } catch (error) {
      release(context);
      const meaning = meaningOf(error);
      return { kind: meaning === 'defective' ? 'unresponsive' : meaning };
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    try {
      this.#context?.cancel();
    } catch {
      // pcscd is gone: the wait ends by itself.
    }
    await this.#watching;
  }

  async #watch(): Promise<void> {
    while (!this.#closed) {
      try {
        await this.#watchWhilePcscdRuns();
      } catch {
        // pcscd does not run, or has just ended: there are no readers until it is back.
      }
      this.#forgetContext();
      this.#list.set([]);
      if (!this.#closed) await sleep(RETRY_MS);
    }
  }

  async #watchWhilePcscdRuns(): Promise<void> {
    const context = new this.#binding.Context();
    this.#context = context;
    while (!this.#closed) {
      const readers = context.listReaders();
      this.#list.set(readers.map((reader) => this.#readerNow(reader)));
      await context.waitForChange([...readers.map((reader) => this.#known(reader)), pseudoReader()], WAIT_MS);
    }
  }

  #forgetContext(): void {
    release(this.#context);
    this.#context = undefined;
  }

  #known({ name, state }: Reader): ReaderState {
    return { name, state: state & ~this.#binding.SCARD_STATE_CHANGED, changed: false, atr: null };
  }

  #readerNow({ name, state }: Reader): ReaderNow {
    const { SCARD_STATE_PRESENT, SCARD_STATE_MUTE } = this.#binding;
    const present = (state & SCARD_STATE_PRESENT) !== 0;
    const mute = (state & SCARD_STATE_MUTE) !== 0;
    // The upper half counts insertions and removals (pcsclite, SCardGetStatusChange).
    return { name, card: mute ? 'mute' : present ? 'present' : 'none', insertion: String(state >>> 16) };
  }
}

function release(context: Context | undefined): void {
  try {
    context?.close();
  } catch {
    // It went with pcscd.
  }
}

function pseudoReader(): ReaderState {
  return { name: PLUG_AND_PLAY, state: 0, changed: false, atr: null };
}
