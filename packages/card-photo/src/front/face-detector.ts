import type { Model } from '../ocr/session.ts';
import type { ColourPlanes } from '../picture/plane.ts';

/** Side of what the detector looks at, pixels. */
export const FACE_INPUT = 256;
const LEAST_CONFIDENCE = 0.5;

/** One feature map: cells a side, anchors a cell, and the outputs that hold its scores and boxes. */
const MAPS = [
  { cells: 16, perCell: 2, scores: 'out0', boxes: 'out1' },
  { cells: 8, perCell: 6, scores: 'out3', boxes: 'out2' },
] as const;

/** A face; lengths in pixels of the square that was looked at. */
export interface Face {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly confidence: number;
}

/**
 * The surest face, upright within about 30 degrees, of a 256 x 256 picture.
 * MediaPipe BlazeFace (back camera): RGB, x/127.5 - 1, 896 anchors with box and 6 points.
 */
export async function surestFace(
  model: Model,
  { red, green, blue }: ColourPlanes,
): Promise<Face | undefined> {
  const area = FACE_INPUT * FACE_INPUT;
  const input = new Float32Array(3 * area);
  [red, green, blue].forEach((plane, c) => {
    for (let i = 0; i < area; i++) input[c * area + i] = (plane[i] as number) / 127.5 - 1;
  });
  const outputs = await model.run(input, [1, 3, FACE_INPUT, FACE_INPUT]);
  let best: Face | undefined;
  for (const { cells, perCell, scores, boxes } of MAPS) {
    const score = outputs[scores]?.data as Float32Array;
    const box = outputs[boxes]?.data as Float32Array;
    for (let i = 0; i < score.length; i++) {
      const confidence = 1 / (1 + Math.exp(-(score[i] as number)));
      if (!(confidence >= LEAST_CONFIDENCE) || confidence <= (best?.confidence ?? 0)) continue;
      const cell = Math.floor(i / perCell);
      const value = (k: number): number => box[i * 16 + k] as number;
      best = {
        x: value(0) + (((cell % cells) + 0.5) / cells) * FACE_INPUT,
        y: value(1) + ((Math.floor(cell / cells) + 0.5) / cells) * FACE_INPUT,
        width: value(2),
        height: value(3),
        confidence,
      };
    }
  }
  return best;
}
