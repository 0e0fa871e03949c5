import { expect, it } from 'vitest';
import type { PhotoClass } from './classes.ts';
import { evaluate, type Outcome } from './evaluate.ts';
import { nodeReader } from './node-reader.ts';
import { frontSample } from './samples.ts';

/** Seeds of the held-out photos; the reader was developed on smaller ones. */
const HELD_OUT_FROM = 500_000;
const PHOTOS = Number(process.env.CARD_PHOTOS ?? 110);

/**
 * Reads the held-out photos of a class, prints how many came to what, and holds the class to no wrong digit that was called
 * sure. `goal` is the share of photos whose 14 digits are all to be read without a hand, and is printed with what came of
 * it; below `floor` something has broken.
 */
export function evaluateClass(
  photoClass: PhotoClass,
  { goal, floor }: { readonly goal: number; readonly floor: number },
): void {
  it(`${PHOTOS} held-out photos of the class ${photoClass}`, async () => {
    const reader = await nodeReader();
    const counts: Record<Outcome, number> = { right: 0, asked: 0, refused: 0, wrong: 0 };
    const wrong: number[] = [];
    for (let i = 0; i < PHOTOS; i++) {
      const { outcome } = await evaluate(reader, await frontSample(photoClass, HELD_OUT_FROM + i));
      counts[outcome]++;
      if (outcome === 'wrong') wrong.push(HELD_OUT_FROM + i);
    }
    await reader.close();
    const share = counts.right / PHOTOS;
    console.log(
      `card photos, ${photoClass}: ${counts.right} of ${PHOTOS} read without a hand (${(100 * share).toFixed(1)} %), ` +
        `${counts.asked} with a field left to the holder, ${counts.refused} refused, ${counts.wrong} wrong and called sure; goal ${100 * goal} %: ${share >= goal ? 'met' : 'NOT met'}`,
    );
    expect(wrong).toEqual([]);
    expect(share).toBeGreaterThanOrEqual(floor);
  });
}
