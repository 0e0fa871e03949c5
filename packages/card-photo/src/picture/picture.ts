/**
 * A picture as a canvas gives it (`ImageData` is one): RGBA, 8 bits each, rows from the top, no padding.
 * Alpha is not looked at.
 */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray | Uint8Array;
}

/** Smaller pictures hold no readable card; larger ones are no phone's and would only cost memory. */
export const SMALLEST_SIDE = 64;
export const LARGEST_SIDE = 8_192;
const MOST_PIXELS = 50_000_000;

/** Whether the dimensions are whole, in bounds, and those of the data: nothing else is ever indexed. */
export function isUsablePicture(picture: Picture): boolean {
  const { width, height, data } = picture;
  if (!(data instanceof Uint8ClampedArray || data instanceof Uint8Array)) return false;
  const sides = [width, height];
  return (
    sides.every((side) => Number.isInteger(side) && side >= SMALLEST_SIDE && side <= LARGEST_SIDE) &&
    width * height <= MOST_PIXELS &&
    data.length === width * height * 4
  );
}
