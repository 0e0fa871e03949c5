import type { Affine } from './geometry.ts';
import type { Picture, Pyramid } from './picture.ts';

/**
 * Cuts a `width` x `height` picture out of `source`: `map` leads from the crop's pixels to the picture's.
 * Taken from the halving that is just not coarser than the crop, bilinear; black outside.
 */
export function crop(source: Pyramid, map: Affine, width: number, height: number): Picture {
  const scale = Math.hypot(map.a, map.d);
  const index = Math.max(
    0,
    Math.min(source.levels.length - 1, Math.floor(Math.log2(Math.max(scale, 1)) + 0.25)),
  );
  const level = source.levels[index] as Picture;
  const shrink = 1 / 2 ** index;
  const { channels, data } = level;
  const out = new Uint8Array(width * height * channels);
  const stride = level.width * channels;
  const maxX = level.width - 1;
  const maxY = level.height - 1;
  let o = 0;
  for (let y = 0; y < height; y++) {
    let sx = (map.a * 0.5 + map.b * (y + 0.5) + map.c) * shrink - 0.5;
    let sy = (map.d * 0.5 + map.e * (y + 0.5) + map.f) * shrink - 0.5;
    for (let x = 0; x < width; x++, sx += map.a * shrink, sy += map.d * shrink, o += channels) {
      if (sx < -0.5 || sy < -0.5 || sx > maxX + 0.5 || sy > maxY + 0.5) continue;
      const cx = Math.max(0, Math.min(sx, maxX));
      const cy = Math.max(0, Math.min(sy, maxY));
      const x0 = Math.floor(cx);
      const y0 = Math.floor(cy);
      const wx = cx - x0;
      const wy = cy - y0;
      const p = y0 * stride + x0 * channels;
      const right = x0 < maxX ? channels : 0;
      const below = y0 < maxY ? stride : 0;
      for (let c = 0; c < channels; c++) {
        const q = p + c;
        const top = (data[q] as number) * (1 - wx) + (data[q + right] as number) * wx;
        const bottom = (data[q + below] as number) * (1 - wx) + (data[q + below + right] as number) * wx;
        out[o + c] = (top * (1 - wy) + bottom * wy + 0.5) | 0;
      }
    }
  }
  return { width, height, channels, data: out };
}

/** Left and right changed. */
export function mirror(picture: Picture): Picture {
  const { width, height, channels, data } = picture;
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++)
        out[(y * width + x) * channels + c] = data[(y * width + (width - 1 - x)) * channels + c] as number;
  return { width, height, channels, data: out };
}
