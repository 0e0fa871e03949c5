import { expect, it } from 'vitest';
import type { CardPhotoReading } from '../reading.ts';
import type { PhotoClass } from './classes.ts';
import { evaluate, type Outcome } from './evaluate.ts';
import { nodeReader } from './node-reader.ts';
import { type FrontSample, frontSample } from './samples.ts';

/** Seeds of the held-out photos. For development give smaller ones, and have every photo explained that is not read. */
const HELD_OUT_FROM = 500_000;
const FROM = Number(process.env.CARD_PHOTOS_FROM ?? HELD_OUT_FROM);
const PHOTOS = Number(process.env.CARD_PHOTOS ?? 110);
const IS_DEVELOPMENT = FROM < HELD_OUT_FROM;

/**
 * Reads the held-out photos of a class, prints how many came to what, and holds the class to no wrong digit that was called
 * sure. `goal` is the share of photos whose 14 digits are all to be read without a hand, and is printed with what came of
 * it; below `floor` something has broken.
 */
export function evaluateClass(
  photoClass: PhotoClass,
  { goal, floor }: { readonly goal: number; readonly floor: number },
): void {
  it(`${PHOTOS} ${IS_DEVELOPMENT ? 'development' : 'held-out'} photos of the class ${photoClass}`, async () => {
    const reader = await nodeReader();
    const counts: Record<Outcome, number> = { right: 0, asked: 0, refused: 0, wrong: 0 };
    const wrong: number[] = [];
    for (let i = 0; i < PHOTOS; i++) {
      const sample = await frontSample(photoClass, FROM + i);
      const { outcome, reading } = await evaluate(reader, sample);
      counts[outcome]++;
      if (outcome === 'wrong') wrong.push(FROM + i);
      if (IS_DEVELOPMENT && outcome !== 'right') console.log(explained(FROM + i, sample, reading));
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

/** What became of one photo: which field failed, and how far it was from being sure. */
function explained(seed: number, { layout, holder }: FrontSample, reading: CardPhotoReading): string {
  const printed = `${JSON.stringify(holder.birth)} ${holder.expiry.year} ${holder.securityCode}`;
  if (reading.kind === 'refused') return `${seed} ${layout}: refused, ${reading.reason}; ${printed}`;
  const fields = (['birth', 'expiryYear', 'securityCode'] as const).map((name) => {
    const field = reading[name];
    return `${name} ${field.certainty}${'confidence' in field ? ` ${field.confidence.toFixed(2)}` : ''}`;
  });
  return `${seed} ${layout}: ${fields.join(', ')}; ${printed}`;
}
