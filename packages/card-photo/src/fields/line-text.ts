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
