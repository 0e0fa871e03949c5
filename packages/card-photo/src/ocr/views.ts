import type { Homography } from '../geometry/homography.ts';
import type { Picture } from '../picture/picture.ts';
import { type ColourPlanes, luminance } from '../picture/plane.ts';
import { type CardRegion, rectify } from '../picture/warp.ts';
import { LINE_HEIGHT, WIDEST_LINE } from './recogniser.ts';

/**
 * Ways to cut the same line out of the photo, the best first: with much or little around, so that the print gets smaller or
 * larger, and wider or narrower. What is blurred is read better when it is small; sharpening and evening out the contrast
 * were tried and made it worse. All but `plain` are grey. What several views read alike does not hang on one cut.
 */
export const VIEWS = ['small', 'loose', 'plain', 'wide', 'smallest'] as const;
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
    case 'loose':
      return grey(cut(0.2, 0.5, 1.1));
    case 'small':
      return grey(cut(0.36, 0.6, 1.25));
    case 'wide':
      return grey(cut(0.36, 0.6, 1.5));
    case 'smallest':
      return grey(cut(0.55, 0.7, 1.35));
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
