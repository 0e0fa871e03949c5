import { type LineText, lineText } from '../fields/line-text.ts';

/** A line as if the recogniser had read it: every character sure, but for those that are named. */
export function readAs(printed: string, probabilities: Readonly<Record<string, number>> = {}): LineText {
  return lineText(
    [...printed].map((character, i) => ({
      character,
      probability: probabilities[character] ?? 0.99,
      at: (i + 0.5) / printed.length,
    })),
  );
}
