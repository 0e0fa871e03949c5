import { squareToQuad } from '../geometry/homography.ts';
import type { Quad } from '../geometry/point.ts';
import type { CardModels, OrtRuntime } from '../models.ts';
import { findLines } from '../ocr/line-finder.ts';
import { LINE_HEIGHT, Recogniser, WIDEST_LINE } from '../ocr/recogniser.ts';
import { Model } from '../ocr/session.ts';
import type { Picture } from '../picture/picture.ts';
import { rectify, WHOLE_CARD } from '../picture/warp.ts';

/** PaddleOCR's own limit for the long side of what is searched for lines, pixels. */
const LONG_SIDE = 960;

/**
 * What an OCR library does with a photo: search the whole picture for lines and read every one, with the same models. To
 * measure beside; returns how many lines there were.
 */
export async function wholePicturePass(
  ort: OrtRuntime,
  models: CardModels,
): Promise<(picture: Picture) => Promise<number>> {
  const lines = await Model.load(ort, models.lines);
  const recogniser = new Recogniser(await Model.load(ort, models.text), models.characters);
  return async (picture) => {
    const { width, height } = picture;
    const scale = LONG_SIDE / Math.max(width, height);
    const side = (length: number): number => 32 * Math.round((length * scale) / 32);
    const [w, h] = [side(width), side(height)];
    const frame: Quad = [
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ];
    const whole = squareToQuad(frame);
    if (whole === undefined) return 0;
    const boxes = await findLines(lines, rectify(picture, whole, WHOLE_CARD, w, h));
    for (const { left, top, right, bottom } of boxes) {
      const region = { left: left / w, top: top / h, right: right / w, bottom: bottom / h };
      const length = Math.min(
        WIDEST_LINE,
        Math.max(32, Math.round((LINE_HEIGHT * (right - left)) / (bottom - top))),
      );
      await recogniser.read(rectify(picture, whole, region, length, LINE_HEIGHT));
    }
    return boxes.length;
  };
}
