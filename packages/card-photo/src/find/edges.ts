import { type ColourPlanes, smooth } from '../picture/plane.ts';

/** Thinned edges: where the picture changes most, how strongly, and across which direction. */
export interface EdgeMap {
  readonly width: number;
  readonly height: number;
  /** Change of the channel that changes most, levels a pixel; 0 where there is no edge. */
  readonly strength: Float32Array;
  /** Direction of the change, radians, -pi to pi; meaningful where `strength` is not 0. */
  readonly direction: Float32Array;
}

/** Changes below this (levels a pixel, of 255) are noise. */
const FAINTEST = 3;

/**
 * Sobel over each colour, the strongest colour counts: a pale pink card on a pale table differs in colour before it
 * differs in luminance. Kept are the crests, as in Canny's detector.
 */
export function findEdges(planes: ColourPlanes): EdgeMap {
  const { width, height } = planes;
  const gx = new Float32Array(width * height);
  const gy = new Float32Array(width * height);
  const magnitude = new Float32Array(width * height);
  for (const channel of [planes.red, planes.green, planes.blue])
    sobel(smooth(channel, width, height), width, height, gx, gy, magnitude);
  const strength = new Float32Array(width * height);
  const direction = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      const here = magnitude[i] as number;
      if (here < FAINTEST) continue;
      const dx = gx[i] as number;
      const dy = gy[i] as number;
      const ahead = alongGradient(dx, dy, width);
      if (here < (magnitude[i + ahead] as number) || here <= (magnitude[i - ahead] as number)) continue;
      strength[i] = here;
      direction[i] = Math.atan2(dy, dx);
    }
  return { width, height, strength, direction };
}

function sobel(
  values: Float32Array,
  width: number,
  height: number,
  gx: Float32Array,
  gy: Float32Array,
  magnitude: Float32Array,
): void {
  const at = (i: number): number => values[i] as number;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
      const up = i - width;
      const down = i + width;
      const dx = (at(up + 1) + 2 * at(i + 1) + at(down + 1) - at(up - 1) - 2 * at(i - 1) - at(down - 1)) / 8;
      const dy = (at(down - 1) + 2 * at(down) + at(down + 1) - at(up - 1) - 2 * at(up) - at(up + 1)) / 8;
      const size = Math.sqrt(dx * dx + dy * dy);
      if (size <= (magnitude[i] as number)) continue;
      magnitude[i] = size;
      gx[i] = dx;
      gy[i] = dy;
    }
}

/** Offset of the neighbour that lies nearest to the direction of change. */
function alongGradient(dx: number, dy: number, width: number): number {
  const ax = Math.abs(dx);
  const ay = Math.abs(dy);
  if (ay < 0.4142 * ax) return dx > 0 ? 1 : -1;
  if (ax < 0.4142 * ay) return dy > 0 ? width : -width;
  return (dy > 0 ? width : -width) + (dx > 0 ? 1 : -1);
}
