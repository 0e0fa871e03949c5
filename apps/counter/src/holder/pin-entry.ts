import type { PinKind, WeakPinPolicy } from '@kaijo/contract';
import { checkPinShape, checkPinStrength, foldCodeUnit } from '@kaijo/mynacard';
import { Secret } from '@kaijo/secret';

export const LONGEST: Readonly<Record<PinKind, number>> = { sign: 16, auth: 4, support: 4, resident: 4 };

export type EntryVerdict = 'again' | 'weak' | 'different' | 'typed';

/**
 * What is typed at the holder's screen, in bytes that are wiped: no framework sees a character (R30). First entry, then
 * the same once more.
 */
export class PinEntry {
  readonly #pin: PinKind;
  readonly #policy: WeakPinPolicy;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #entered = 0;
  #first: Secret | undefined;

  constructor(pin: PinKind, policy: WeakPinPolicy) {
    this.#pin = pin;
    this.#policy = policy;
    this.#bytes = new Uint8Array(LONGEST[pin]);
  }

  get entered(): number {
    return this.#entered;
  }

  get second(): boolean {
    return this.#first !== undefined;
  }

  /** R8 */
  get complete(): boolean {
    const typed = this.#typed();
    const shape = checkPinShape(this.#pin, typed);
    typed.wipe();
    return shape.kind !== 'wrong-shape';
  }

  key(codeUnit: number): void {
    const folded = foldCodeUnit(this.#pin, codeUnit);
    if (folded === undefined || this.#entered === this.#bytes.length) return;
    this.#bytes[this.#entered++] = folded.byte;
  }

  erase(): void {
    if (this.#entered > 0) this.#bytes[--this.#entered] = 0;
  }

  clear(): void {
    this.#bytes.fill(0);
    this.#entered = 0;
  }

  /** R12, and the same twice. `typed`: {@link take} has it. */
  confirm(): EntryVerdict {
    const typed = this.#typed();
    this.clear();
    if (this.#first === undefined) {
      const isWeak = this.#pin !== 'sign' && checkPinStrength(typed, this.#policy).kind === 'weak';
      if (isWeak) typed.wipe();
      else this.#first = typed;
      return isWeak ? 'weak' : 'again';
    }
    const isSame = this.#first.equals(typed);
    typed.wipe();
    return isSame ? 'typed' : 'different';
  }

  /** The PIN, once; nothing of it stays here. */
  take(): Uint8Array<ArrayBuffer> {
    const first = this.#first;
    if (first === undefined) throw new Error('nothing was typed');
    const bytes = first.use((held) => new Uint8Array(held));
    this.wipe();
    return bytes;
  }

  wipe(): void {
    this.clear();
    this.#first?.wipe();
    this.#first = undefined;
  }

  #typed(): Secret {
    return Secret.copyOf(this.#bytes.subarray(0, this.#entered));
  }
}
