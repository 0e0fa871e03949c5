import { type Homography, project } from '../geometry/homography.ts';
import type { Picture } from './picture.ts';
import type { ColourPlanes } from './plane.ts';

/** A part of the card's face: 0 to 1 from its left and top. */
export interface CardRegion {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const WHOLE_CARD: CardRegion = { left: 0, top: 0, right: 1, bottom: 1 };

/**
 * Cuts a region of the card out of the picture, rectified to `width` x `height` pixels. Straight from the picture, so that
 * nothing is resampled twice; where a pixel of the result stands for more than one of the picture, the mean of a grid of
 * samples is taken. Bilinear; the border repeats.
 */
export function rectify(
  picture: Picture,
  card: Homography,
  region: CardRegion,
  width: number,
  height: number,
): ColourPlanes {
  const red = new Float32Array(width * height);
  const green = new Float32Array(width * height);
  const blue = new Float32Array(width * height);
  const { a, b, c, d, e, f, g, h } = card;
  const stepU = (region.right - region.left) / width;
  const stepV = (region.bottom - region.top) / height;
  const grid = samplesPerPixel(card, region, stepU, stepV);
  const share = 1 / (grid * grid);
  const sample = new Float32Array(3);
  // Written out instead of calling `project`: millions of samples, each without an array of its own.
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++, o++) {
      sample.fill(0);
      for (let j = 0; j < grid; j++) {
        const v = region.top + (y + (j + 0.5) / grid) * stepV;
        for (let i = 0; i < grid; i++) {
          const u = region.left + (x + (i + 0.5) / grid) * stepU;
          const w = g * u + h * v + 1;
          addBilinear(picture, (a * u + b * v + c) / w, (d * u + e * v + f) / w, sample);
        }
      }
      red[o] = (sample[0] as number) * share;
      green[o] = (sample[1] as number) * share;
      blue[o] = (sample[2] as number) * share;
    }
  return { width, height, red, green, blue };
}

function samplesPerPixel(card: Homography, region: CardRegion, stepU: number, stepV: number): number {
  const u = (region.left + region.right) / 2;
  const v = (region.top + region.bottom) / 2;
  const [x, y] = project(card, u, v);
  const [xu, yu] = project(card, u + stepU, v);
  const [xv, yv] = project(card, u, v + stepV);
  const longest = Math.max(Math.hypot(xu - x, yu - y), Math.hypot(xv - x, yv - y));
  return Number.isFinite(longest) ? Math.min(4, Math.max(1, Math.ceil(longest - 0.25))) : 1;
}

function addBilinear({ width, height, data }: Picture, x: number, y: number, sum: Float32Array): void {
  const px = Math.min(Math.max(x - 0.5, 0), width - 1);
  const py = Math.min(Math.max(y - 0.5, 0), height - 1);
  const left = Math.min(Math.floor(px), width - 2);
  const top = Math.min(Math.floor(py), height - 2);
  const fx = px - left;
  const fy = py - top;
  const w11 = fx * fy;
  const w10 = fx - w11;
  const w01 = fy - w11;
  const w00 = 1 - fx - w01;
  const i = (top * width + left) * 4;
  const below = i + width * 4;
  for (let c = 0; c < 3; c++)
    sum[c] =
      (sum[c] as number) +
      w00 * (data[i + c] as number) +
      w10 * (data[i + 4 + c] as number) +
      w01 * (data[below + c] as number) +
      w11 * (data[below + 4 + c] as number);
}
