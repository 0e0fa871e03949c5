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

/** How much the negative picture's values weigh in a comparison; the picture's own weigh the rest. */
const NEGATIVE_SHARE = 1 / 3;

/**
 * What the model says of the face, of its mirror picture, and of the negatives of both ((x - 127.5) / 127.5 and its
 * opposite): 512 values of the picture and 512 of the negative, so weighted that the inner product of two templates is
 * the weighted mean of both cosines. Mirror and negative lower the false non-match rate (docs/face.md, "Accuracy").
 */
export async function embed(session: InferenceSession, aligned: Picture, grey: boolean): Promise<Template> {
  const picture = grey ? toGrey(aligned) : aligned;
  const mirrored = mirror(picture);
  const positive = await embedBoth(session, [picture, mirrored], 1);
  const negative = await embedBoth(session, [picture, mirrored], -1);
  mirrored.data.fill(0);
  if (grey) picture.data.fill(0);
  const template = new Float32Array(positive.length + negative.length);
  positive.forEach((v, i) => {
    template[i] = v * Math.sqrt(1 - NEGATIVE_SHARE);
  });
  negative.forEach((v, i) => {
    template[positive.length + i] = v * Math.sqrt(NEGATIVE_SHARE);
  });
  positive.fill(0);
  negative.fill(0);
  return template;
}

async function embedBoth(
  session: InferenceSession,
  pictures: readonly Picture[],
  polarity: 1 | -1,
): Promise<Float32Array> {
  const outputs: Float32Array[] = [];
  for (const picture of pictures) {
    const { output } = await runOnPicture(session, picture, polarity / 127.5, -polarity);
    outputs.push(output as Float32Array);
  }
  const sum = weightedSum(
    outputs,
    outputs.map(() => 1),
  );
  for (const output of outputs) output.fill(0);
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
