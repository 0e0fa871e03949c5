import type { InferenceSession } from 'onnxruntime-node';
import { crop } from '../picture/crop.ts';
import type { Point } from '../picture/geometry.ts';
import type { Picture, Pyramid } from '../picture/picture.ts';
import type { FoundFace } from './face-models.ts';
import { runOnPicture, sigmoid } from './tensor.ts';

const SIZE = 256;
const MIN_CONFIDENCE = 0.5;
/** Boxes that share more of their area than this are one face. */
const MAX_OVERLAP = 0.3;

/** One feature map: cells per side, anchors per cell, and the outputs that hold its scores and boxes. */
const MAPS = [
  { cells: 16, perCell: 2, scores: 'out0', boxes: 'out1' },
  { cells: 8, perCell: 6, scores: 'out3', boxes: 'out2' },
] as const;

/** MediaPipe BlazeFace (back camera): RGB 256 x 256, centred letterbox, x/127.5 - 1; 896 anchors with box and 6 points. */
export async function detectFaces(
  session: InferenceSession,
  picture: Pyramid,
): Promise<readonly FoundFace[]> {
  const { width, height } = picture.levels[0] as Picture;
  const side = Math.max(width, height);
  const scale = side / SIZE;
  const left = (width - side) / 2;
  const top = (height - side) / 2;
  const input = crop(picture, { a: scale, b: 0, c: left, d: 0, e: scale, f: top }, SIZE, SIZE);
  const outputs = await runOnPicture(session, input, 1 / 127.5, -1);
  input.data.fill(0);

  const found: FoundFace[] = [];
  for (const map of MAPS) {
    const scores = outputs[map.scores] as Float32Array;
    const boxes = outputs[map.boxes] as Float32Array;
    for (let i = 0; i < scores.length; i++) {
      const confidence = sigmoid(scores[i] as number);
      if (!(confidence >= MIN_CONFIDENCE)) continue;
      const cell = Math.floor(i / map.perCell);
      const anchorX = ((cell % map.cells) + 0.5) / map.cells;
      const anchorY = (Math.floor(cell / map.cells) + 0.5) / map.cells;
      const value = (k: number) => (boxes[i * 16 + k] as number) / SIZE;
      const at = (k: number): Point => [
        (value(k) + anchorX) * side + left,
        (value(k + 1) + anchorY) * side + top,
      ];
      found.push({
        centre: at(0),
        width: value(2) * side,
        height: value(3) * side,
        eyes: [at(4), at(6)],
        confidence,
      });
    }
  }
  return oneBoxPerFace(found).sort((a, b) => b.width * b.height - a.width * a.height);
}

/** Keeps the surest box of each face. */
function oneBoxPerFace(found: readonly FoundFace[]): FoundFace[] {
  const kept: FoundFace[] = [];
  for (const face of [...found].sort((a, b) => b.confidence - a.confidence))
    if (kept.every((other) => overlap(face, other) <= MAX_OVERLAP)) kept.push(face);
  return kept;
}

/** Intersection over union. */
function overlap(a: FoundFace, b: FoundFace): number {
  const shared = (axis: 0 | 1, sizeA: number, sizeB: number) =>
    Math.max(
      0,
      Math.min(a.centre[axis] + sizeA / 2, b.centre[axis] + sizeB / 2) -
        Math.max(a.centre[axis] - sizeA / 2, b.centre[axis] - sizeB / 2),
    );
  const both = shared(0, a.width, b.width) * shared(1, a.height, b.height);
  return both / (a.width * a.height + b.width * b.height - both);
}
