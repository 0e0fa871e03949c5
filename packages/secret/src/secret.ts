const REDACTED = '[secret]';
const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * Bytes that must never be shown: PINs and keys (R30).
 *
 * `toString`, `toJSON`, template strings and Node's `inspect` all give `[secret]`; the bytes can be reached
 * only through {@link Secret.use}, so that every place that touches them can be found by that name.
 */
export class Secret {
  #bytes: Uint8Array | undefined;

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Copies `bytes`; the caller stays responsible for wiping its own copy. */
  static copyOf(bytes: Uint8Array): Secret {
    return new Secret(Uint8Array.from(bytes));
  }

  /** Takes `bytes` over without a copy; the caller must not keep them. */
  static take(bytes: Uint8Array): Secret {
    return new Secret(bytes);
  }

  /** The ASCII bytes of `text`. A JavaScript string cannot be wiped: prefer {@link Secret.take} where digits arrive one by one. */
  static ofAscii(text: string): Secret {
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) throw new RangeError('Secret.ofAscii takes ASCII characters only');
      bytes[i] = code;
    }
    return new Secret(bytes);
  }

  /** Number of bytes. @throws Error once wiped */
  get length(): number {
    return this.use((bytes) => bytes.length);
  }

  get wiped(): boolean {
    return this.#bytes === undefined;
  }

  /**
   * Lends the bytes themselves (no copy) for the length of the call; the borrower must not keep them.
   * @throws Error once wiped
   */
  use<T>(borrow: (bytes: Uint8Array) => T): T {
    if (this.#bytes === undefined) throw new Error('the secret has been wiped');
    return borrow(this.#bytes);
  }

  /** Compares without an early exit. Two wiped secrets are an error, not equal. */
  equals(other: Secret): boolean {
    return this.use((a) =>
      other.use((b) => {
        if (a.length !== b.length) return false;
        let difference = 0;
        for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
        return difference === 0;
      }),
    );
  }

  /** Overwrites the bytes with zeros; using the secret afterwards throws. Wiping twice is allowed. */
  wipe(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }

  [Symbol.dispose](): void {
    this.wipe();
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect](): string {
    return REDACTED;
  }
}
