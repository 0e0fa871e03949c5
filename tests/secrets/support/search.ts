import type { Needle } from './forms.ts';

/** `sign PIN (UTF-16LE) in database/base/1/2601` */
export type Finding = string;

const PREFIX = 4;

/** Looks for many needles at once, in bytes of any size that come in pieces. */
export class Search {
  readonly #byPrefix = new Map<number, readonly Needle[]>();
  /** Which pairs of first bytes begin a needle: leaves one place in hundreds to look at closer. */
  readonly #pairs = new Uint8Array(1 << 16);
  readonly #longest: number;

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      if (needle.bytes.length < PREFIX) throw new RangeError(`${needle.of} (${needle.form}) is too short`);
      const [first = 0, second = 0] = needle.bytes;
      this.#pairs[(first << 8) | second] = 1;
      const prefix = prefixAt(needle.bytes, 0);
      this.#byPrefix.set(prefix, [...(this.#byPrefix.get(prefix) ?? []), needle]);
    }
    this.#longest = Math.max(...needles.map(({ bytes }) => bytes.length));
  }

  in(where: string, bytes: Uint8Array): readonly Finding[] {
    return [...new Set(this.#find(bytes).map(({ of, form }) => `${of} (${form}) in ${where}`))];
  }

  /** The same over pieces that follow one another; a needle may lie across a border. */
  async inPieces(where: string, pieces: AsyncIterable<Uint8Array>): Promise<readonly Finding[]> {
    const found = new Set<Finding>();
    let rest: Uint8Array = new Uint8Array();
    for await (const piece of pieces) {
      const bytes = Buffer.concat([rest, piece]);
      for (const finding of this.in(where, bytes)) found.add(finding);
      rest = bytes.subarray(Math.max(0, bytes.length - this.#longest + 1));
    }
    return [...found];
  }

  #find(bytes: Uint8Array): readonly Needle[] {
    const found: Needle[] = [];
    const pairs = this.#pairs;
    for (let at = 0; at + PREFIX <= bytes.length; at++) {
      if (pairs[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] === 0) continue;
      for (const needle of this.#byPrefix.get(prefixAt(bytes, at)) ?? [])
        if (isAt(needle.bytes, bytes, at)) found.push(needle);
    }
    return found;
  }
}

function prefixAt(bytes: Uint8Array, at: number): number {
  let prefix = 0;
  for (let i = at; i < at + PREFIX; i++) prefix = prefix * 256 + (bytes[i] as number);
  return prefix;
}

function isAt(needle: Uint8Array, bytes: Uint8Array, at: number): boolean {
  if (at + needle.length > bytes.length) return false;
  for (let i = PREFIX; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
