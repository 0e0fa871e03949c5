import type { HolderEvent } from '../flow/types.ts';

type EventOf<T extends HolderEvent['type']> = Extract<HolderEvent, { type: T }>;

/**
 * What the holder does, for a procedure that waits for one thing at a time. Something that was done a moment before it is
 * waited for counts; what the procedure then waits for something else is let go.
 */
export class HolderEvents {
  readonly #signal: AbortSignal;
  #waiting: { readonly type: string; readonly resolve: (event: HolderEvent) => void } | undefined;
  #early: HolderEvent | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      this.#waiting = undefined;
      this.#dropEarly();
    });
  }

  hear(event: HolderEvent): void {
    const waiting = this.#waiting;
    if (waiting?.type === event.type) {
      this.#waiting = undefined;
      waiting.resolve(event);
      return;
    }
    this.#dropEarly();
    this.#early = event;
  }

  /** The next event of this type. Never resolves once the procedure was stopped. */
  next<T extends HolderEvent['type']>(type: T): Promise<EventOf<T>> {
    this.#signal.throwIfAborted();
    const early = this.#early;
    if (early?.type === type) {
      this.#early = undefined;
      return Promise.resolve(early as EventOf<T>);
    }
    this.#dropEarly();
    return new Promise((resolve) => {
      this.#waiting = { type, resolve: resolve as (event: HolderEvent) => void };
    });
  }

  /** A PIN that nobody waits for must not outlive the moment. */
  #dropEarly(): void {
    if (this.#early?.type === 'PIN') this.#early.pin.wipe();
    this.#early = undefined;
  }
}
