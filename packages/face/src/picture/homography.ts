import type { Point } from './geometry.ts';

/** A projective map of the plane: (x, y) to ((h0 x + h1 y + h2) / w, (h3 x + h4 y + h5) / w), w = h6 x + h7 y + 1. */
export type Homography = Float64Array;

/** The least-squares homography from `from` to `to` (algebraic error; coordinates should be near -1 … 1). */
export function fitHomography(from: readonly Point[], to: readonly Point[]): Homography | undefined {
  const normal = new NormalEquations(8);
  from.forEach(([x, y], i) => {
    const [u, v] = to[i] as Point;
    normal.add([x, y, 1, 0, 0, 0, -u * x, -u * y], u);
    normal.add([0, 0, 0, x, y, 1, -v * x, -v * y], v);
  });
  return normal.solve();
}

/** The map back; undefined where there is none. Only the first 8 values of `h` count. */
export function inverse(h: ArrayLike<number>): Homography | undefined {
  const [a, b, c, d, e, f, g, k] = Array.from(h) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const scale = a * e - b * d;
  if (!(Math.abs(scale) > 1e-9)) return undefined;
  const cofactors = [
    e - f * k,
    c * k - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * k - e * g,
    b * g - a * k,
  ];
  return Float64Array.from(cofactors, (v) => v / scale);
}

/** Sums up a linear least-squares problem row by row and solves it by Gauss-Jordan elimination. */
export class NormalEquations {
  readonly #size: number;
  readonly #rows: readonly Float64Array[];

  constructor(size: number) {
    this.#size = size;
    this.#rows = Array.from({ length: size }, () => new Float64Array(size + 1));
  }

  add(coefficients: ArrayLike<number>, value: number): void {
    for (let i = 0; i < this.#size; i++) {
      const row = this.#rows[i] as Float64Array;
      const c = coefficients[i] as number;
      if (c === 0) continue;
      // The matrix is symmetric: the lower half follows when it is solved.
      for (let j = i; j < this.#size; j++) row[j] = (row[j] as number) + c * (coefficients[j] as number);
      row[this.#size] = (row[this.#size] as number) + c * value;
    }
  }

  /**
   * @param damping makes the solution shorter: each unknown's own coefficient grows by this share (Marquardt 1963).
   * @returns undefined when the rows do not determine the unknowns.
   */
  solve(damping = 0): Float64Array | undefined {
    const size = this.#size;
    const rows: Float64Array[] = this.#rows.map((row, i) =>
      Float64Array.from(row, (c, j) =>
        j < i ? ((this.#rows[j] as Float64Array)[i] as number) : i === j ? c * (1 + damping) : c,
      ),
    );
    for (let i = 0; i < size; i++) {
      let best = i;
      for (let r = i + 1; r < size; r++)
        if (
          Math.abs((rows[r] as Float64Array)[i] as number) >
          Math.abs((rows[best] as Float64Array)[i] as number)
        )
          best = r;
      [rows[i], rows[best]] = [rows[best] as Float64Array, rows[i] as Float64Array];
      const pivot = rows[i] as Float64Array;
      const head = pivot[i] as number;
      if (!(Math.abs(head) > 1e-12)) return undefined;
      for (let r = 0; r < size; r++) {
        if (r === i) continue;
        const row = rows[r] as Float64Array;
        const factor = (row[i] as number) / head;
        for (let c = i; c <= size; c++) row[c] = (row[c] as number) - factor * (pivot[c] as number);
      }
    }
    return Float64Array.from(rows, (row, i) => (row[size] as number) / (row[i] as number));
  }
}
