import { longSideFirst } from '../front/card-order.ts';
import { type Homography, squareToQuad } from '../geometry/homography.ts';
import { type Quad, sideLengths } from '../geometry/point.ts';
import { tiltOf } from '../geometry/tilt.ts';
import type { Picture } from '../picture/picture.ts';
import { type ColourPlanes, luminance, type Plane } from '../picture/plane.ts';
import { rectify, WHOLE_CARD } from '../picture/warp.ts';
import { blurSigma } from './blur.ts';
import type { LiveMeasures } from './live-verdict.ts';

const WIDTH = 480;
const HEIGHT = 303;
/** All channels at or above this: print is gone there. */
const BURNT = 250;
/** When there is no edge to be seen on the card, it is blurred past measuring; thousandths of the card's long side. */
const NO_EDGES = 20;

/** What a card's outline and surface say about the picture of it. */
export function measureCard(picture: Picture, quad: Quad): LiveMeasures {
  const { width, height } = picture;
  const lying = longSideFirst(quad);
  const card = squareToQuad(lying) as Homography;
  const flat = rectify(picture, card, WHOLE_CARD, WIDTH, HEIGHT);
  const grey = luminance(flat);
  const [long] = sideLengths(lying);
  const blur = blurSigma(grey);
  return {
    brightness: meanOf(grey),
    fill: long / Math.max(width, height),
    tilt: tiltOf(lying, width, height),
    glare: burntShare(flat),
    blur: blur === undefined ? NO_EDGES : Math.min(NO_EDGES, (blur / WIDTH) * 1000),
  };
}

export function meanOf({ data }: Plane): number {
  let sum = 0;
  for (const value of data) sum += value;
  return sum / data.length;
}

function burntShare({ red, green, blue }: ColourPlanes): number {
  let burnt = 0;
  for (let i = 0; i < red.length; i++)
    if (Math.min(red[i] as number, green[i] as number, blue[i] as number) >= BURNT) burnt++;
  return burnt / red.length;
}
