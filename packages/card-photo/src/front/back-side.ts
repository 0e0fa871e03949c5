import type { Homography } from '../geometry/homography.ts';
import type { Picture } from '../picture/picture.ts';
import { luminance } from '../picture/plane.ts';
import { rectify, WHOLE_CARD } from '../picture/warp.ts';

const WIDTH = 96;
const HEIGHT = 60;
/** The stripe against the rest of the card, and how far from an edge it lies (ISO/IEC 7811: 5.5 mm to 15.8 mm at most). */
const STRIPE_DARKER = 0.5;
const STRIPE_ROWS = { least: 5, most: 16 } as const;
const STRIPE_REACH = 22;
/** Median luminance of a pale card in a lit picture. */
const PALE = 70;

/**
 * Whether a card looks like a My Number Card's back: a magnetic stripe along a long side of a pale card. (The contacts are
 * no sign: the portrait is in their place on the front.)
 * Only for saying which way to turn it: what is not a front is refused whether or not it is known for a back (R38).
 */
export function looksLikeBack(picture: Picture, card: Homography): boolean {
  const grey = luminance(rectify(picture, card, WHOLE_CARD, WIDTH, HEIGHT)).data;
  const typical = medianOf(grey);
  return typical >= PALE && hasStripe(grey, typical);
}

function hasStripe(grey: Float32Array, typical: number): boolean {
  const dark = Array.from({ length: HEIGHT }, (_, y) => {
    const row = grey.subarray(y * WIDTH + 4, (y + 1) * WIDTH - 4);
    return row.filter((value) => value < STRIPE_DARKER * typical).length >= 0.9 * row.length;
  });
  const longest = (rows: readonly boolean[]): number => {
    let run = 0;
    let best = 0;
    for (const one of rows) {
      run = one ? run + 1 : 0;
      best = Math.max(best, run);
    }
    return best;
  };
  // The outermost rows may be the table.
  return [dark.slice(2, STRIPE_REACH), dark.slice(-STRIPE_REACH, -2)].some((rows) => {
    const run = longest(rows);
    return run >= STRIPE_ROWS.least && run <= STRIPE_ROWS.most;
  });
}

function medianOf(values: Float32Array): number {
  return values.slice().sort()[values.length >> 1] as number;
}
