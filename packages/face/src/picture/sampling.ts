import type { Picture } from './picture.ts';

/** A square grey picture as numbers that can be sampled between the pixels. */
export interface Field {
  readonly values: Float32Array;
  readonly size: number;
}

/** The picture after `passes` of a 3 x 3 binomial filter. */
export function smoothed(picture: Picture, passes: number): Field {
  const { width, height } = picture;
  let values: Float32Array = Float32Array.from(picture.data);
  for (let pass = 0; pass < passes; pass++)
    for (const step of [1, width]) {
      const next = new Float32Array(values.length);
      const last = step === 1 ? width - 1 : height - 1;
      for (let i = 0; i < values.length; i++) {
        const along = step === 1 ? i % width : Math.floor(i / width);
        const before = along > 0 ? i - step : i;
        const after = along < last ? i + step : i;
        next[i] = ((values[before] as number) + 2 * (values[i] as number) + (values[after] as number)) / 4;
      }
      values.fill(0);
      values = next;
    }
  return { values, size: width };
}

/** Bilinear, coordinates -1 … 1 across the picture, the edge continued. */
export function sample({ values, size }: Field, u: number, v: number): number {
  const x = Math.max(0, Math.min(size - 1.001, ((u + 1) * size) / 2 - 0.5)) || 0;
  const y = Math.max(0, Math.min(size - 1.001, ((v + 1) * size) / 2 - 0.5)) || 0;
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const wx = x - x0;
  const wy = y - y0;
  const p = y0 * size + x0;
  return (
    ((values[p] as number) * (1 - wx) + (values[p + 1] as number) * wx) * (1 - wy) +
    ((values[p + size] as number) * (1 - wx) + (values[p + size + 1] as number) * wx) * wy
  );
}

/** Values less their mean, by their deviation; undefined when there is nothing to see (deviation of at most 1 level). */
export function standardised(
  values: ArrayLike<number>,
): { readonly values: Float32Array; readonly deviation: number } | undefined {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i] as number;
    sum += v;
    squares += v * v;
  }
  const mean = sum / values.length;
  const deviation = Math.sqrt(squares / values.length - mean ** 2);
  if (!(deviation > 1)) return undefined;
  return { values: Float32Array.from(values, (v) => (v - mean) / deviation), deviation };
}
