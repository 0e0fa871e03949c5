import type { Picture } from './picture.ts';

/** One value a pixel, 0 to 255, rows from the top. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Three planes of equal size. */
export interface ColourPlanes {
  readonly width: number;
  readonly height: number;
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
}

export function newPlane(width: number, height: number): Plane {
  return { width, height, data: new Float32Array(width * height) };
}

/** The picture made smaller so that its long side is at most `longSide`; each pixel the mean of those it stands for. */
export function shrink(picture: Picture, longSide: number): ColourPlanes {
  const scale = Math.min(1, longSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const red = new Float32Array(width * height);
  const green = new Float32Array(width * height);
  const blue = new Float32Array(width * height);
  const lefts = cuts(picture.width, width);
  const tops = cuts(picture.height, height);
  const { data } = picture;
  for (let y = 0, o = 0; y < height; y++) {
    const top = tops[y] as number;
    const bottom = tops[y + 1] as number;
    for (let x = 0; x < width; x++, o++) {
      const left = lefts[x] as number;
      const right = lefts[x + 1] as number;
      let r = 0;
      let g = 0;
      let b = 0;
      for (let sy = top; sy < bottom; sy++)
        for (let i = (sy * picture.width + left) * 4, end = i + (right - left) * 4; i < end; i += 4) {
          r += data[i] as number;
          g += data[i + 1] as number;
          b += data[i + 2] as number;
        }
      const count = (bottom - top) * (right - left);
      red[o] = r / count;
      green[o] = g / count;
      blue[o] = b / count;
    }
  }
  return { width, height, red, green, blue };
}

/** Where `parts` about equal pieces of `length` pixels begin and end; none is empty when `parts` is at most `length`. */
function cuts(length: number, parts: number): number[] {
  return Array.from({ length: parts + 1 }, (_, i) => Math.floor((i * length) / parts));
}

/** Luminance (ITU-R BT.601). */
export function luminance({ width, height, red, green, blue }: ColourPlanes): Plane {
  const plane = newPlane(width, height);
  for (let i = 0; i < plane.data.length; i++)
    plane.data[i] = 0.299 * (red[i] as number) + 0.587 * (green[i] as number) + 0.114 * (blue[i] as number);
  return plane;
}

/** Binomial smoothing, 1 2 1 both ways; the border repeats. */
export function smooth(values: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(values.length);
  for (let y = 0; y < height; y++)
    for (let x = 0, i = y * width; x < width; x++, i++)
      rows[i] =
        ((values[x > 0 ? i - 1 : i] as number) +
          2 * (values[i] as number) +
          (values[x < width - 1 ? i + 1 : i] as number)) /
        4;
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++)
    for (let x = 0, i = y * width; x < width; x++, i++)
      out[i] =
        ((rows[y > 0 ? i - width : i] as number) +
          2 * (rows[i] as number) +
          (rows[y < height - 1 ? i + width : i] as number)) /
        4;
  return out;
}
