import type { Homography } from '../geometry/homography.ts';
import type { Picture } from '../picture/picture.ts';
import { type ColourPlanes, luminance } from '../picture/plane.ts';
import { type CardRegion, rectify } from '../picture/warp.ts';
import { LINE_HEIGHT, WIDEST_LINE } from './recogniser.ts';

/**
 * Ways to cut the same line out of the photo. `plain` as it is; `stretched` wider, with its contrast evened out along the
 * line, so that equal digits side by side stay apart and a reflection's edge does not matter; `loose` and `small` with more
 * around, so that the print gets smaller: what is blurred is read better that way. All but the first are grey. What several
 * read alike does not hang on one cut.
 */
export const VIEWS = ['plain', 'stretched', 'loose', 'small'] as const;
export type View = (typeof VIEWS)[number];

/** Width and height of an ID-1 card in millimetres: regions are shares of these. */
const WIDTH_MM = 85.6;
const HEIGHT_MM = 53.98;
const NARROWEST = 32;

export function cutLine(picture: Picture, card: Homography, region: CardRegion, view: View): ColourPlanes {
  const height = region.bottom - region.top;
  const cut = (down: number, across: number, stretch: number): ColourPlanes =>
    cutOut(picture, card, grown(region, down * height, across * height), stretch);
  switch (view) {
    case 'plain':
      return cut(0, 0.25, 1);
    case 'stretched':
      return evenContrast(cut(0.1, 0.35, 1.25));
    case 'loose':
      return grey(cut(0.2, 0.5, 1.1));
    case 'small':
      return grey(cut(0.36, 0.6, 1.25));
  }
}

function cutOut(picture: Picture, card: Homography, region: CardRegion, stretch: number): ColourPlanes {
  const aspect = ((region.right - region.left) * WIDTH_MM) / ((region.bottom - region.top) * HEIGHT_MM);
  const width = Math.min(WIDEST_LINE, Math.max(NARROWEST, Math.round(LINE_HEIGHT * aspect * stretch)));
  return rectify(picture, card, region, width, LINE_HEIGHT);
}

/** `down` and `across` are shares of the card's height. */
function grown({ left, top, right, bottom }: CardRegion, down: number, across: number): CardRegion {
  const sideways = (across * HEIGHT_MM) / WIDTH_MM;
  return { left: left - sideways, top: top - down, right: right + sideways, bottom: bottom + down };
}

function grey(planes: ColourPlanes): ColourPlanes {
  const { width, height, data } = luminance(planes);
  return { width, height, red: data, green: data, blue: data };
}

/** Columns to either side that are looked at for what is ink and what is paper. */
const REACH = 40;
const LEAST_RANGE = 24;

/** Each column stretched so that the darkest of its neighbourhood is black and its paper white. */
function evenContrast(planes: ColourPlanes): ColourPlanes {
  const { width, height, red: values } = grey(planes);
  const darkest = new Float32Array(width).fill(255);
  const lightest = new Float32Array(width);
  const column = new Float32Array(height);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) column[y] = values[y * width + x] as number;
    column.sort();
    darkest[x] = column[Math.floor(0.06 * height)] as number;
    lightest[x] = column[Math.floor(0.85 * height)] as number;
  }
  const out = new Float32Array(values.length);
  for (let x = 0; x < width; x++) {
    const from = Math.max(0, x - REACH);
    const to = Math.min(width, x + REACH + 1);
    let low = 255;
    let high = 0;
    for (let i = from; i < to; i++) {
      low = Math.min(low, darkest[i] as number);
      high += lightest[i] as number;
    }
    high /= to - from;
    const gain = 220 / Math.max(LEAST_RANGE, high - low);
    for (let i = x; i < out.length; i += width)
      out[i] = Math.min(255, Math.max(0, 20 + ((values[i] as number) - low) * gain));
  }
  return { width, height, red: out, green: out, blue: out };
}

/** All channels at or above this: whatever was printed there is gone. */
const BURNT = 250;
/** Where the paper itself is this bright, a burnt spot cannot be told from it. */
const BRIGHT_PAPER = 244;
/** Of a square as high as the line: less than this hides no part of a digit. */
const SPOT = 0.05;

/** Whether a lamp's reflection has burnt a spot out of a line: half a digit gone can look like another digit. */
export function hasBurntSpot({ width, height, red, green, blue }: ColourPlanes): boolean {
  const least = red.map((value, i) => Math.min(value, green[i] as number, blue[i] as number));
  const burnt = least.filter((value) => value >= BURNT).length;
  const paper = least.sort()[Math.floor(0.75 * width * height)] as number;
  return paper < BRIGHT_PAPER && burnt >= SPOT * height * height;
}
