import { type LineText, type Sighting, sighting } from './line-text.ts';

const AT_THE_END = /[0-9]{4}$/;
/** How far the gaps between the four may differ: printed evenly, but seen in steps of a sixth of their height. */
const UNEVEN = 3.1;

/**
 * Four digits that end a line, evenly apart. Before them may stand what the recogniser made of the label's kana.
 */
export function sightCode(line: LineText): Sighting<string> | undefined {
  const match = AT_THE_END.exec(line.text);
  if (match === null) return undefined;
  const seen = sighting(line, { start: match.index, length: 4 }, match[0], () => true);
  return isEven(seen) ? seen : undefined;
}

function isEven({ characters }: Sighting<string>): boolean {
  const gaps = characters.slice(1).map(({ at }, i) => at - (characters[i]?.at ?? 0));
  return Math.max(...gaps) <= UNEVEN * Math.max(1e-6, Math.min(...gaps));
}

/** Twelve digits in a row, with whatever between the groups: an individual number. Such a picture is not read on (R38). */
export function holdsIndividualNumber({ text }: LineText): boolean {
  return /(?:[0-9][^0-9年月日番号地]?){12}/.test(text);
}
