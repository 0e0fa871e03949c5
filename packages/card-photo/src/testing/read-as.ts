import { lineSteps } from '../ctc/line-steps.ts';
import { lineText } from '../fields/line-text.ts';
import type { SeenLine } from '../ocr/card-text.ts';

/** What the recogniser may see in one place: one character, or several with their probabilities. */
export type Seen = string | Readonly<Record<string, number>>;

const SURE = 0.99;

/** A line as if the recogniser had read it: one step for each character, and one for the blank behind it. */
export function readAs(printed: string | readonly Seen[]): SeenLine {
  const places = [...printed].map(
    (seen): Readonly<Record<string, number>> =>
      typeof seen === 'string' ? { [seen.normalize('NFKC')]: SURE } : seen,
  );
  const printable = places.flatMap((place) => Object.keys(place)).filter((one) => one !== ' ');
  const known = [...new Set(['', ...'0123456789元', ...printable, ' '])];
  const classes = known.length;
  const data = new Float32Array(2 * places.length * classes);
  places.forEach((place, i) => {
    for (const [character, p] of Object.entries(place)) data[2 * i * classes + known.indexOf(character)] = p;
    data[(2 * i + 1) * classes] = SURE;
  });
  const characters = places.map((place, i) => {
    const [character = '', probability = 0] = Object.entries(place).sort((a, b) => b[1] - a[1])[0] ?? [];
    return { character, probability, at: (i + 0.5) / places.length };
  });
  const classOf = (character: string): number | undefined => {
    const index = known.indexOf(character);
    return index < 0 ? undefined : index;
  };
  return { ...lineText(characters), steps: lineSteps(data, 2 * places.length, classes, classOf) };
}
