import type { InferenceSession } from 'onnxruntime-node';
import { crop, mirror } from '../picture/crop.ts';
import { distance, mean, type Point, squareCrop } from '../picture/geometry.ts';
import type { Pyramid } from '../picture/picture.ts';
import { runOnPicture } from './tensor.ts';

const SIZE = 64;
/** The crop is this many eye widths wide. */
const MARGIN = 2.3;
/** Points of the eye contour: its corners, and three pairs of upper and lower lid. */
const CORNERS = [0, 8] as const;
const LIDS = [
  [11, 3],
  [12, 4],
  [13, 5],
] as const;

/**
 * MediaPipe Iris: RGB 64 x 64, x/255, along the eye line; the model knows the picture's left eye, the other is mirrored.
 * @returns mean lid distance by corner distance (open about 0.3, shut below 0.1).
 */
export async function eyeOpenness(
  session: InferenceSession,
  picture: Pyramid,
  corners: readonly [Point, Point],
  mirrored: boolean,
): Promise<number> {
  const [from, to] = corners;
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const cut = crop(picture, squareCrop(mean(corners), MARGIN * distance(from, to), angle, SIZE), SIZE, SIZE);
  const input = mirrored ? mirror(cut) : cut;
  const { out0 } = await runOnPicture(session, input, 1 / 255, 0);
  cut.data.fill(0);
  input.data.fill(0);
  const contour = out0 as Float32Array;
  const at = (i: number): Point => [contour[3 * i] as number, contour[3 * i + 1] as number];
  const lids = LIDS.reduce((sum, [upper, lower]) => sum + distance(at(upper), at(lower)), 0) / LIDS.length;
  return lids / distance(at(CORNERS[0]), at(CORNERS[1]));
}
