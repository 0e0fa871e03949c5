import type { Picture } from '../picture/picture.ts';

/** The picture turned clockwise by so many quarters. */
export function turnedRound({ width, height, data }: Picture, quarters: 1 | 2 | 3): Picture {
  const pixels = new Uint32Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength));
  const out = new Uint32Array(pixels.length);
  const [outWidth, outHeight] = quarters === 2 ? [width, height] : [height, width];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [ox, oy] =
        quarters === 1
          ? [height - 1 - y, x]
          : quarters === 2
            ? [width - 1 - x, height - 1 - y]
            : [y, width - 1 - x];
      out[oy * outWidth + ox] = pixels[y * width + x] as number;
    }
  return { width: outWidth, height: outHeight, data: new Uint8Array(out.buffer) };
}
