import type { Homography } from '../geometry/homography.ts';
import type { Picture } from '../picture/picture.ts';
import { type ColourPlanes, luminance, smooth } from '../picture/plane.ts';
import { type CardRegion, rectify } from '../picture/warp.ts';
import { LINE_HEIGHT, WIDEST_LINE } from './recogniser.ts';

/**
 * Ways to cut the same line out of the photo. `plain` as it is; `stretched` wider, in grey, with its contrast evened out
 * along the line, so that equal digits side by side stay apart and a reflection's edge does not matter; `sharpened` a
 * little smaller, in grey, with the blur undone in part. What all three read alike does not hang on one cut.
 */
export const VIEWS = ['plain', 'stretched', 'sharpened'] as const;
export type View = (typeof VIEWS)[number];

/** Width and height of an ID-1 card in millimetres: regions are shares of these. */
const WIDTH_MM = 85.6;
const HEIGHT_MM = 53.98;
const NARROWEST = 32;

export function cutLine(picture: Picture, card: Homography, region: CardRegion, view: View): ColourPlanes {
  const height = region.bottom - region.top;
  switch (view) {
    case 'plain':
      return cut(picture, card, region, 1);
    case 'stretched':
      return evenContrast(cut(picture, card, grown(region, 0.1 * height, 0.35 * height), 1.25));
    case 'sharpened':
      return sharpened(evenContrast(cut(picture, card, grown(region, 0.02 * height, 0.15 * height), 1.05)));
  }
}

function cut(picture: Picture, card: Homography, region: CardRegion, stretch: number): ColourPlanes {
  const aspect = ((region.right - region.left) * WIDTH_MM) / ((region.bottom - region.top) * HEIGHT_MM);
  const width = Math.min(WIDEST_LINE, Math.max(NARROWEST, Math.round(LINE_HEIGHT * aspect * stretch)));
  return rectify(picture, card, region, width, LINE_HEIGHT);
}

/** `down` and `across` are shares of the card's height. */
function grown({ left, top, right, bottom }: CardRegion, down: number, across: number): CardRegion {
  const sideways = (across * HEIGHT_MM) / WIDTH_MM;
  return { left: left - sideways, top: top - down, right: right + sideways, bottom: bottom + down };
}

/** Columns to either side that are looked at for what is ink and what is paper. */
const REACH = 40;
const LEAST_RANGE = 24;

/** Each column stretched so that the darkest of its neighbourhood is black and its paper white. */
function evenContrast(planes: ColourPlanes): ColourPlanes {
  const { width, height } = planes;
  const grey = luminance(planes).data;
  const darkest = new Float32Array(width).fill(255);
  const lightest = new Float32Array(width);
  const column = new Float32Array(height);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) column[y] = grey[y * width + x] as number;
    column.sort();
    darkest[x] = column[Math.floor(0.06 * height)] as number;
    lightest[x] = column[Math.floor(0.85 * height)] as number;
  }
  const out = new Float32Array(grey.length);
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
      out[i] = Math.min(255, Math.max(0, 20 + ((grey[i] as number) - low) * gain));
  }
  return { width, height, red: out, green: out, blue: out };
}

const SHARPENING = 1.2;

function sharpened({ width, height, red }: ColourPlanes): ColourPlanes {
  const soft = smooth(smooth(red, width, height), width, height);
  const out = Float32Array.from(red, (value, i) =>
    Math.min(255, Math.max(0, value + SHARPENING * (value - (soft[i] as number)))),
  );
  return { width, height, red: out, green: out, blue: out };
}
