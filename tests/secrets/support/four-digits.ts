import { randomInt } from 'node:crypto';
import { formsOfFourDigits } from './forms.ts';
import { Search } from './search.ts';

const CANDIDATES = 200;

/**
 * Takes four digits out that lie about in `places` already: a process as large as a service holds thousands of numbers.
 * What is found afterwards has then come from the story. Nothing that R12 calls weak, whoever the holder is.
 */
export async function fourDigitsNotIn(places: AsyncIterable<Uint8Array>): Promise<() => string> {
  const candidates = new Set<string>();
  while (candidates.size < CANDIDATES)
    candidates.add(`${randomInt(5, 10)}${randomInt(4, 10)}${randomInt(0, 10)}${randomInt(0, 10)}`);
  const search = new Search([...candidates].flatMap((digits) => formsOfFourDigits(digits, digits)));
  const taken = new Set((await search.inPieces('', places)).map((finding) => finding.slice(0, 4)));
  const free = [...candidates].filter((digits) => !taken.has(digits) && !isWeak(digits));
  return () => {
    const digits = free.pop();
    if (digits === undefined) throw new Error('all four-digit numbers that were tried lie about somewhere');
    return digits;
  };
}

function isWeak(digits: string): boolean {
  const steps = new Set([0, 1, 2].map((i) => Number(digits[i + 1]) - Number(digits[i])));
  return steps.size === 1;
}
