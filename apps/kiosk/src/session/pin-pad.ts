import type { TargetPin } from '@kaijo/contract';
import { checkPinShape, foldCodeUnit } from '@kaijo/mynacard';
import { Secret } from '@kaijo/secret';
import type { PinTicks } from '../local-api/index.ts';

/** What may be shown of an entry. */
export interface EntryShown {
  readonly entered: number;
  readonly ticks: PinTicks;
  /** It has the PIN's shape (R8). */
  readonly complete: boolean;
}

export const NOTHING_ENTERED: EntryShown = {
  entered: 0,
  ticks: { length: false, letter: false, digit: false },
  complete: false,
};

const LONGEST = 16;

/**
 * R30: where the digits are between the pad and the card, and nowhere else: one buffer for the entry and one for the first
 * of two, overwritten as soon as they are used. No state machine, message or log holds them.
 */
export class PinPad {
  readonly #entry = new Uint8Array(LONGEST);
  #length = 0;
  #kind: TargetPin = 'auth';
  #first: Secret | undefined;

  /** An empty entry for this PIN; the first of two stays. */
  begin(kind: TargetPin): EntryShown {
    this.#kind = kind;
    return this.clear();
  }

  /** A character that this PIN cannot have, or one too many, changes nothing (R8). */
  press(codeUnit: number): EntryShown {
    const folded = foldCodeUnit(this.#kind, codeUnit);
    const longest = this.#kind === 'auth' ? 4 : LONGEST;
    if (folded !== undefined && this.#length < longest) this.#entry[this.#length++] = folded.byte;
    return this.shown();
  }

  erase(): EntryShown {
    if (this.#length > 0) this.#entry[--this.#length] = 0;
    return this.shown();
  }

  clear(): EntryShown {
    this.#entry.fill(0);
    this.#length = 0;
    return this.shown();
  }

  shown(): EntryShown {
    const copy = this.#copy();
    try {
      const shape = checkPinShape(this.#kind, copy);
      const faults = shape.kind === 'wrong-shape' ? shape.faults : [];
      return {
        entered: this.#length,
        ticks: {
          length: !faults.includes('too-short'),
          letter: !faults.includes('no-letter'),
          digit: this.#kind === 'auth' ? this.#length > 0 : !faults.includes('no-digit'),
        },
        complete: shape.kind === 'right-shape',
      };
    } finally {
      copy.wipe();
    }
  }

  /** Lends the entry to `use`, which must not keep it, and wipes it. */
  async spend<T>(use: (pin: Secret) => Promise<T>): Promise<T> {
    const pin = this.#copy();
    this.clear();
    try {
      return await use(pin);
    } finally {
      pin.wipe();
    }
  }

  /** Judges the entry, which stays. */
  judge<T>(use: (pin: Secret) => T): T {
    const pin = this.#copy();
    try {
      return use(pin);
    } finally {
      pin.wipe();
    }
  }

  /** The entry becomes the first of two. */
  keepFirst(): void {
    this.#first?.wipe();
    this.#first = this.#copy();
    this.clear();
  }

  /** Whether the entry is what was typed first. */
  matchesFirst(): boolean {
    const first = this.#first;
    return first !== undefined && this.judge((pin) => pin.equals(first));
  }

  wipe(): void {
    this.clear();
    this.#first?.wipe();
    this.#first = undefined;
  }

  #copy(): Secret {
    return Secret.copyOf(this.#entry.subarray(0, this.#length));
  }
}
