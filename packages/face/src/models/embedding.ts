import type { InferenceSession } from 'onnxruntime-node';
import { crop, mirror } from '../picture/crop.ts';
import { fitSimilarity, invert, type Point } from '../picture/geometry.ts';
import { type Picture, type Pyramid, toGrey } from '../picture/picture.ts';
import type { Template } from './face-models.ts';
import { runOnPicture } from './tensor.ts';

const SIZE = 112;
/** Where ArcFace-trained models expect eyes, nose and mouth corners in their 112 x 112 input. */
const FIVE_POINTS: readonly Point[] = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

/** The face turned, scaled and shifted onto the 112 x 112 template. */
export function align(picture: Pyramid, fivePoints: readonly Point[]): Picture {
  return crop(picture, invert(fitSimilarity(fivePoints, FIVE_POINTS)), SIZE, SIZE);
}

/** The model's 512 values of the face and of its mirror picture, added and brought to length 1. (x - 127.5) / 127.5. */
export async function embed(session: InferenceSession, aligned: Picture, grey: boolean): Promise<Template> {
  const picture = grey ? toGrey(aligned) : aligned;
  const mirrored = mirror(picture);
  const { output: one } = await runOnPicture(session, picture, 1 / 127.5, -1);
  const { output: other } = await runOnPicture(session, mirrored, 1 / 127.5, -1);
  mirrored.data.fill(0);
  picture.data.fill(0);
  const sum = weightedSum([one as Float32Array, other as Float32Array], [1, 1]);
  (one as Float32Array).fill(0);
  (other as Float32Array).fill(0);
  return sum;
}

/** Brought to length 1. */
export function weightedSum(vectors: readonly Float32Array[], weights: readonly number[]): Float32Array {
  const sum = new Float32Array((vectors[0] as Float32Array).length);
  vectors.forEach((vector, k) => {
    const weight = weights[k] as number;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + weight * (vector[i] as number);
  });
  const length = Math.sqrt(cosine(sum, sum));
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) / length;
  return sum;
}

/** Inner product: the cosine of two vectors of length 1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += (a[i] as number) * (b[i] as number);
  return dot;
}
