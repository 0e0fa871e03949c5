import type { ColourPlanes } from '../picture/plane.ts';
import type { Model } from './session.ts';

/** A line of print, in pixels of the picture that was searched. */
export interface LineBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Mean probability of text inside, 0 to 1. */
  readonly score: number;
}

/** Of ImageNet, as the weights were trained with. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;
/** PaddleOCR's own settings for PP-OCRv4: a pixel is text above the first, a box is one above the second. */
const TEXT_PIXEL = 0.3;
const TEXT_BOX = 0.5;
/** The network marks lines slimmer than they are; they are grown by this times area over circumference. */
const UNCLIP = 1.6;
const SMALLEST_AREA = 12;

/**
 * Lines of print in a rectified picture (PP-OCRv4 mobile detection, differentiable binarisation). Sides must be multiples
 * of 32. Lines lie level on a rectified card, so that boxes need no angle.
 */
export async function findLines(model: Model, picture: ColourPlanes): Promise<LineBox[]> {
  const { width, height } = picture;
  const area = width * height;
  const input = new Float32Array(3 * area);
  [picture.red, picture.green, picture.blue].forEach((plane, c) => {
    const scale = 1 / 255 / (DEVIATION[c] as number);
    const shift = (MEAN[c] as number) / (DEVIATION[c] as number);
    for (let i = 0; i < area; i++) input[c * area + i] = (plane[i] as number) * scale - shift;
  });
  const { data } = await model.runOne(input, [1, 3, height, width]);
  return components(data, width, height).map((box) => grown(box, width, height));
}

/** Connected marks (four neighbours) as boxes. */
function components(map: Float32Array, width: number, height: number): LineBox[] {
  const seen = new Uint8Array(map.length);
  const stack: number[] = [];
  const boxes: LineBox[] = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] === 1 || !((map[start] as number) > TEXT_PIXEL)) continue;
    let [left, right, top, bottom] = [width, 0, height, 0];
    let [count, sum] = [0, 0];
    seen[start] = 1;
    stack.push(start);
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const x = i % width;
      const y = (i - x) / width;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
      count++;
      sum += map[i] as number;
      const neighbours = [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width];
      for (const next of neighbours) {
        if (next < 0 || next >= map.length || seen[next] === 1 || !((map[next] as number) > TEXT_PIXEL))
          continue;
        seen[next] = 1;
        stack.push(next);
      }
    }
    if (count >= SMALLEST_AREA && sum / count >= TEXT_BOX)
      boxes.push({ left, top, right, bottom, score: sum / count });
  }
  return boxes;
}

function grown({ left, top, right, bottom, score }: LineBox, width: number, height: number): LineBox {
  const [w, h] = [right - left, bottom - top];
  const by = (w * h * UNCLIP) / (2 * (w + h));
  return {
    left: Math.max(0, left - by),
    top: Math.max(0, top - by),
    right: Math.min(width, right + by),
    bottom: Math.min(height, bottom + by),
    score,
  };
}
