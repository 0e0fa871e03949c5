import type { Homography } from '../geometry/homography.ts';
import type { Picture } from '../picture/picture.ts';
import { type ColourPlanes, luminance } from '../picture/plane.ts';
import { rectify, WHOLE_CARD } from '../picture/warp.ts';

const WIDTH = 96;
const HEIGHT = 60;
/** The stripe against the rest of the card, and how far from an edge it lies (ISO/IEC 7811: 5.5 mm to 15.8 mm at most). */
const STRIPE_DARKER = 0.5;
const STRIPE_ROWS = { least: 5, most: 16 } as const;
const STRIPE_REACH = 22;
/** Where the contacts are (ISO/IEC 7816-2), shares of width and height; they shine yellow. */
const CONTACTS = { left: 0.12, right: 0.25, top: 0.37, bottom: 0.55 } as const;
const YELLOWER = 38;

/**
 * Whether a card looks like a My Number Card's back: a magnetic stripe along a long side, or contacts on a pale ground.
 * Only for saying which way to turn it: what is not a front is refused whether or not it is known for a back (R38).
 */
export function looksLikeBack(picture: Picture, card: Homography): boolean {
  const small = rectify(picture, card, WHOLE_CARD, WIDTH, HEIGHT);
  const grey = luminance(small).data;
  const typical = medianOf(grey);
  if (typical < 70) return false;
  return hasStripe(grey, typical) || hasContacts(small, false) || hasContacts(small, true);
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

function hasContacts(small: ColourPlanes, turned: boolean): boolean {
  const [inside, outside] = [meanYellow(small, turned, 0), meanYellow(small, turned, 0.3)];
  return inside - outside > YELLOWER;
}

/** How much more red than blue there is in the contacts' place, or as far to the right of it. */
function meanYellow({ red, blue }: ColourPlanes, turned: boolean, shift: number): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(CONTACTS.top * HEIGHT); y < CONTACTS.bottom * HEIGHT; y++)
    for (let x = Math.floor((CONTACTS.left + shift) * WIDTH); x < (CONTACTS.right + shift) * WIDTH; x++) {
      const at = y * WIDTH + x;
      const i = turned ? WIDTH * HEIGHT - 1 - at : at;
      sum += (red[i] as number) - (blue[i] as number);
      count++;
    }
  return sum / count;
}

function medianOf(values: Float32Array): number {
  return values.slice().sort()[values.length >> 1] as number;
}
