import type { HolderEvent } from '../flow/types.ts';

type EventOf<T extends HolderEvent['type']> = Extract<HolderEvent, { type: T }>;

/** What the holder does, for a procedure that waits for one thing at a time. What nobody waits for is let go. */
export class HolderEvents {
  readonly #signal: AbortSignal;
  #waiting: { readonly type: string; readonly resolve: (event: HolderEvent) => void } | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      this.#waiting = undefined;
    });
  }

  hear(event: HolderEvent): void {
    const waiting = this.#waiting;
    if (waiting?.type === event.type) {
      this.#waiting = undefined;
      waiting.resolve(event);
      // A PIN that nobody waits for must not outlive the moment.
    } else if (event.type === 'PIN') event.pin.wipe();
  }

  /** The next event of this type. Never resolves once the procedure was stopped. */
  next<T extends HolderEvent['type']>(type: T): Promise<EventOf<T>> {
    this.#signal.throwIfAborted();
    return new Promise((resolve) => {
      this.#waiting = { type, resolve: resolve as (event: HolderEvent) => void };
    });
  }
}
