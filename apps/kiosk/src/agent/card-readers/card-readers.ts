import type { CardChannel } from '@kaijo/iso7816';

/** The readers of this machine, as PC/SC or a stand-in for it knows them. */
export interface CardReaders {
  /** Readers now, in a stable order. Empty when there is none, or when PC/SC does not run. */
  readonly readers: readonly ReaderNow[];
  /** Told after each change; returns how to stop listening. */
  onChange(listener: () => void): () => void;
  /** Powers the reader's card and connects to it exclusively: no other program gets a word to it (card.md). */
  connect(reader: string): Promise<Connected>;
  close(): Promise<void>;
}

export interface ReaderNow {
  readonly name: string;
  /** `mute`: something is there that gives no answer to reset. */
  readonly card: 'none' | 'present' | 'mute';
  /** Changes whenever a card comes or goes, so that a card that was swapped quickly is another one. */
  readonly insertion: string;
}

export type Connected =
  | { readonly kind: 'connected'; readonly channel: CardChannel }
  /** Another program holds the card. */
  | { readonly kind: 'in-use' }
  | { readonly kind: 'unresponsive' }
  /** The card or its reader went away. */
  | { readonly kind: 'gone' };

/** What readers have in common that is kept as a list and told about. */
export class ReaderList {
  #readers: readonly ReaderNow[] = [];
  readonly #listeners = new Set<() => void>();

  get readers(): readonly ReaderNow[] {
    return this.#readers;
  }

  /** Tells only what has changed. */
  set(readers: readonly ReaderNow[]): void {
    if (JSON.stringify(readers) === JSON.stringify(this.#readers)) return;
    this.#readers = readers;
    for (const listener of [...this.#listeners]) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
