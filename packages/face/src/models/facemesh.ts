import type { InferenceSession } from 'onnxruntime-node';
import { crop } from '../picture/crop.ts';
import { type Affine, apply, distance, mean, type Point, squareCrop } from '../picture/geometry.ts';
import type { Pyramid } from '../picture/picture.ts';
import type { FoundFace } from './face-models.ts';
import { runOnPicture } from './tensor.ts';

const SIZE = 192;
/** The crop is this much larger than the face. */
const MARGIN = 1.5;

/** MediaPipe's canonical indices. */
export const MESH = {
  leftEyeCorners: [33, 133],
  rightEyeCorners: [362, 263],
  leftEye: [33, 133, 159, 145],
  rightEye: [362, 263, 386, 374],
  nose: 1,
  mouthCorners: [61, 291],
  /** Pairs of points that lie level and symmetric on a face: picture's left, picture's right. */
  levelPairs: [
    [33, 263],
    [234, 454],
    [132, 361],
    [127, 356],
    [61, 291],
  ],
  /** Forehead and chin. */
  uprightPair: [10, 152],
} as const;

/** 468 points: x and y in the picture's pixels, z in the same unit (negative towards the camera). */
export interface Mesh {
  readonly points: readonly Point[];
  readonly depth: Float32Array;
  readonly presence: number;
  readonly yaw: number;
  readonly pitch: number;
}

/** MediaPipe Face Mesh: RGB 192 x 192, x/255, square crop 1.5 x the face, eyes level; run twice, the second on the first's mesh. */
export async function findMesh(session: InferenceSession, picture: Pyramid, face: FoundFace): Promise<Mesh> {
  const [left, right] = face.eyes;
  const first = await run(
    session,
    picture,
    squareCrop(face.centre, MARGIN * Math.max(face.width, face.height), tilt(left, right), SIZE),
  );
  return run(session, picture, cropAround(first.points));
}

const tilt = (left: Point, right: Point): number => Math.atan2(right[1] - left[1], right[0] - left[0]);

/** Where a mesh lies: the crop whose square holds all of it with the margin, its eye line level. */
function cropAround(points: readonly Point[]): Affine {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    minX = Math.min(minX, x);
    maxX = Math.max(maxX, x);
    minY = Math.min(minY, y);
    maxY = Math.max(maxY, y);
  }
  const centre: Point = [(minX + maxX) / 2, (minY + maxY) / 2];
  const side = MARGIN * Math.max(maxX - minX, maxY - minY);
  return squareCrop(
    centre,
    side,
    tilt(eyeCentre(points, MESH.leftEye), eyeCentre(points, MESH.rightEye)),
    SIZE,
  );
}

export const eyeCentre = (points: readonly Point[], indices: readonly number[]): Point =>
  mean(indices.map((i) => points[i] as Point));

async function run(session: InferenceSession, picture: Pyramid, map: Affine): Promise<Mesh> {
  const input = crop(picture, map, SIZE, SIZE);
  const { out0, out1 } = await runOnPicture(session, input, 1 / 255, 0);
  input.data.fill(0);
  const values = out0 as Float32Array;
  const scale = Math.hypot(map.a, map.d);
  const count = values.length / 3;
  const points: Point[] = [];
  const depth = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    points.push(apply(map, [values[3 * i] as number, values[3 * i + 1] as number]));
    depth[i] = (values[3 * i + 2] as number) * scale;
  }
  const { yaw, pitch } = pose(values);
  values.fill(0);
  return { points, depth, presence: (out1 as Float32Array)[0] as number, yaw, pitch };
}

/** Head pose in the crop (eyes level) out of how far the two ends of level and upright lines differ in depth. */
function pose(values: Float32Array): { yaw: number; pitch: number } {
  const difference = (from: number, to: number, axis: 0 | 1 | 2) =>
    (values[3 * to + axis] as number) - (values[3 * from + axis] as number);
  let yaw = 0;
  for (const [left, right] of MESH.levelPairs)
    yaw += Math.atan2(difference(left, right, 2), difference(left, right, 0));
  const [top, bottom] = MESH.uprightPair;
  const degrees = 180 / Math.PI;
  return {
    yaw: (yaw / MESH.levelPairs.length) * degrees,
    pitch: Math.atan2(difference(top, bottom, 2), difference(top, bottom, 1)) * degrees,
  };
}

/** Where the eyes' corners are, the picture's left eye first. */
export function eyeCorners(mesh: Mesh): readonly [readonly [Point, Point], readonly [Point, Point]] {
  const pair = ([a, b]: readonly [number, number]) =>
    [mesh.points[a] as Point, mesh.points[b] as Point] as const;
  return [pair(MESH.leftEyeCorners), pair(MESH.rightEyeCorners)];
}

export const eyeDistance = (mesh: Mesh): number =>
  distance(eyeCentre(mesh.points, MESH.leftEye), eyeCentre(mesh.points, MESH.rightEye));
