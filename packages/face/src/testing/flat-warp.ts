import sharp from 'sharp';

/** How a flat portrait is held before the camera, or bent by software. */
export interface FlatWarp {
  /** Degrees that the sheet is turned about its upright and its level axis. */
  readonly turn: number;
  readonly tilt: number;
  /** Degrees in the plane of the picture. */
  readonly roll: number;
  readonly zoom: number;
  /** Stretch across: undoes the foreshortening of a turn. */
  readonly stretch: number;
  readonly shear: number;
  /** Share of the width and height. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Distance of the sheet by the picture's height: smaller bends more. */
  readonly camera: number;
}

export const UPRIGHT: FlatWarp = {
  turn: 0,
  tilt: 0,
  roll: 0,
  zoom: 1,
  stretch: 1,
  shear: 0,
  shiftX: 0,
  shiftY: 0,
  camera: 0.9,
};

/** A portrait as a camera sees it when it is a flat sheet: any affine and perspective warp. */
export async function flatWarp(jpeg: Uint8Array, warp: FlatWarp): Promise<Uint8Array> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const out = Buffer.alloc(data.length, 128);
  const radians = Math.PI / 180;
  const [ct, st] = [Math.cos(warp.turn * radians), Math.sin(warp.turn * radians)];
  const [cp, sp] = [Math.cos(warp.tilt * radians), Math.sin(warp.tilt * radians)];
  const [cr, sr] = [Math.cos(warp.roll * radians), Math.sin(warp.roll * radians)];
  const f = warp.camera * height;
  // Sheet (X, Y, 0) turned, then projected; the 3 x 3 matrix of it is inverted for each pixel of the picture.
  const m = [f * ct, 0, 0, f * sp * st, f * cp, 0, -cp * st, sp, f] as const;
  const inverse = invert3(m);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const u0 = (x + 0.5 - width / 2 - warp.shiftX * width) / warp.zoom;
      const v0 = (y + 0.5 - height / 2 - warp.shiftY * height) / warp.zoom;
      const u = (cr * u0 + sr * v0) / warp.stretch;
      const v = -sr * u0 + cr * v0 - warp.shear * u;
      const w = inverse[6] * u + inverse[7] * v + inverse[8];
      const sx = (inverse[0] * u + inverse[1] * v + inverse[2]) / w + width / 2 - 0.5;
      const sy = (inverse[3] * u + inverse[4] * v + inverse[5]) / w + height / 2 - 0.5;
      if (!(w > 0 && sx >= 0 && sy >= 0 && sx < width - 1 && sy < height - 1)) continue;
      const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
      const [wx, wy] = [sx - x0, sy - y0];
      for (let c = 0; c < 3; c++) {
        const at = (dx: number, dy: number) => data[((y0 + dy) * width + x0 + dx) * 3 + c] as number;
        out[(y * width + x) * 3 + c] =
          (at(0, 0) * (1 - wx) + at(1, 0) * wx) * (1 - wy) + (at(0, 1) * (1 - wx) + at(1, 1) * wx) * wy;
      }
    }
  return sharp(out, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}

type Matrix3 = readonly [number, number, number, number, number, number, number, number, number];

function invert3([a, b, c, d, e, f, g, h, i]: Matrix3): Matrix3 {
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    (e * i - f * h) / det,
    (c * h - b * i) / det,
    (b * f - c * e) / det,
    (f * g - d * i) / det,
    (a * i - c * g) / det,
    (c * d - a * f) / det,
    (d * h - e * g) / det,
    (b * g - a * h) / det,
    (a * e - b * d) / det,
  ];
}
