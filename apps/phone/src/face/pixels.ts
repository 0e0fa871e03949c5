/** RGBA, row by row: what a canvas gives (`ImageData`), without asking for a canvas. */
export interface Pixels {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
}
