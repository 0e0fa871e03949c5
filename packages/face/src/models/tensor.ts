import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { Picture } from '../picture/picture.ts';

/**
 * Runs a model of one picture: NCHW RGB with `value * scale + shift`; a grey picture fills all three planes.
 * @returns the outputs by name. The input is overwritten afterwards (R23); the outputs are the caller's to overwrite.
 */
export async function runOnPicture(
  session: InferenceSession,
  picture: Picture,
  scale: number,
  shift: number,
): Promise<Record<string, Float32Array>> {
  const { width, height, channels, data } = picture;
  const plane = width * height;
  const input = new Float32Array(3 * plane);
  for (let c = 0; c < 3; c++) {
    const offset = channels === 3 ? c : 0;
    for (let i = 0, o = c * plane; i < plane; i++, o++)
      input[o] = (data[i * channels + offset] as number) * scale + shift;
  }
  const outputs = await session.run({ input: new Tensor('float32', input, [1, 3, height, width]) });
  input.fill(0);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => [name, tensor.data as Float32Array]),
  );
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The share of one class among raw scores. */
export function softmax(scores: Float32Array, index: number): number {
  const top = Math.max(...scores);
  let sum = 0;
  for (const score of scores) sum += Math.exp(score - top);
  return Math.exp((scores[index] as number) - top) / sum;
}
