import type { ReadCharacter } from '../ocr/recogniser.ts';

/** What was read of a line, without blanks, full-width digits folded; `text` has one UTF-16 unit for each character. */
export interface LineText {
  readonly text: string;
  readonly characters: readonly ReadCharacter[];
}

export function lineText(read: readonly ReadCharacter[]): LineText {
  const characters = read
    .map((one) => ({ ...one, character: one.character.normalize('NFKC') }))
    .filter(({ character }) => character.length === 1 && character !== ' ');
  return { text: characters.map(({ character }) => character).join(''), characters };
}

/** Something found in a line: its value, what it was read from, and where that stands. */
export interface Sighting<T> {
  readonly value: T;
  /** The characters that the value hangs on. */
  readonly characters: readonly ReadCharacter[];
  /** From the first to the last character of the whole expression, 0 to 1 of the line's width. */
  readonly from: number;
  readonly to: number;
}

/** The least sure of the characters that a value hangs on. */
export function leastSure({ characters }: Sighting<unknown>): number {
  return Math.min(1, ...characters.map(({ probability }) => probability));
}

export function sighting<T>(
  line: LineText,
  match: { readonly start: number; readonly length: number },
  value: T,
  matters: (character: string) => boolean,
): Sighting<T> {
  const all = line.characters.slice(match.start, match.start + match.length);
  return {
    value,
    characters: all.filter(({ character }) => matters(character)),
    from: all[0]?.at ?? 0,
    to: all.at(-1)?.at ?? 1,
  };
}
