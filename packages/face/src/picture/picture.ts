/** A decoded picture: `channels` interleaved bytes per pixel (3 = RGB, 1 = grey), rows from the top, no padding. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Rec. 601 luma. A selfie is compared in luma when the chip's photo is grey: that raises the separation. */
export function toGrey(picture: Picture): Picture {
  if (picture.channels === 1) return picture;
  const { width, height, data } = picture;
  const grey = new Uint8Array(width * height);
  for (let i = 0, p = 0; i < grey.length; i++, p += 3)
    grey[i] =
      (0.299 * (data[p] as number) +
        0.587 * (data[p + 1] as number) +
        0.114 * (data[p + 2] as number) +
        0.5) |
      0;
  return { width, height, channels: 1, data: grey };
}

/** Half the width and height, each pixel the mean of four. An odd last row or column is left out. */
export function halve(picture: Picture): Picture {
  const { channels, data } = picture;
  const width = picture.width >> 1;
  const height = picture.height >> 1;
  const out = new Uint8Array(width * height * channels);
  const stride = picture.width * channels;
  for (let y = 0, o = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const p = 2 * y * stride + 2 * x * channels;
      for (let c = 0; c < channels; c++, o++) {
        const q = p + c;
        out[o] =
          ((data[q] as number) +
            (data[q + channels] as number) +
            (data[q + stride] as number) +
            (data[q + stride + channels] as number) +
            2) >>
          2;
      }
    }
  return { width, height, channels, data: out };
}

/** A picture with its halvings, so that a crop can be taken near its own scale without aliasing. */
export interface Pyramid {
  readonly levels: readonly Picture[];
}

export function pyramid(picture: Picture): Pyramid {
  const levels = [picture];
  for (let last = picture; last.width >= 128 && last.height >= 128 && levels.length < 6; ) {
    last = halve(last);
    levels.push(last);
  }
  return { levels };
}

/** Overwrites a picture and its halvings with zeros (R23). */
export function wipe(target: Pyramid): void {
  for (const level of target.levels) level.data.fill(0);
}
