import type { Match } from '../ctc/match.ts';
import type { ReadCharacter } from '../ocr/recogniser.ts';
import { fuse, likelihoods } from './fuse.ts';
import type { LineText } from './line-text.ts';

const AT_THE_END = /[0-9]{4}$/;
/** How far the gaps between the four may differ: printed evenly, but seen in steps of a sixth of their height. */
const UNEVEN = 3.1;

/**
 * Four digits that end a line, evenly apart. Before them may stand what the recogniser made of the label's kana.
 */
export function sightCode({ text, characters }: LineText): string | undefined {
  const [code] = AT_THE_END.exec(text) ?? [];
  return code !== undefined && isEven(characters.slice(-4)) ? code : undefined;
}

/** Four digits that end a line but do not belong together: no other four can be there. */
export function isUnevenNumber(line: LineText): boolean {
  return AT_THE_END.test(line.text) && sightCode(line) === undefined;
}

/** How clear the least clear of a code's four digits is, 0 to 1. */
export function codeClearness(seen: Match): number {
  return Math.min(...['0', '1', '2', '3'].map((place) => fuse([likelihoods(seen, place)])?.probability ?? 0));
}

function isEven(characters: readonly ReadCharacter[]): boolean {
  const gaps = characters.slice(1).map(({ at }, i) => at - (characters[i]?.at ?? 0));
  return Math.max(...gaps) <= UNEVEN * Math.max(1e-6, Math.min(...gaps));
}

/** Twelve digits in a row, with whatever between the groups: an individual number. Such a picture is not read on (R38). */
export function holdsIndividualNumber({ text }: LineText): boolean {
  return /(?:[0-9][^0-9年月日番号地]?){12}/.test(text);
}
