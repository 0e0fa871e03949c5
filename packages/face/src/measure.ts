import type { Step } from './challenge.ts';
import { align } from './models/embedding.ts';
import type { FaceModels, FaceShape, FoundFace, Template } from './models/face-models.ts';
import { crop } from './picture/crop.ts';
import type { FaceCrop } from './picture/face-crop.ts';
import { apply, distance, invert, type Point, squareCrop } from './picture/geometry.ts';
import { type Picture, type Pyramid, pyramid, toGrey, wipe } from './picture/picture.ts';
import type { FaceMeasure, FrameMeasure } from './rules/frame-measure.ts';

/** A second face counts from this share of the first one's width: somebody beside the holder, not a poster far behind. */
const SECOND_FACE_SHARE = 0.4;
const CROP_SIZE = 64;
const CROP_MARGIN = 1.25;
const THUMBNAIL_WIDTH = 64;

/** A picture's largest face with its shape and template, and how many faces there are. The picture is the caller's to wipe. */
export async function findFace(
  models: FaceModels,
  picture: Pyramid,
  grey: boolean,
): Promise<{ faces: number; face?: FoundFace; shape?: FaceShape; template?: Template }> {
  const found = await models.detect(picture);
  const face = found[0];
  if (!face) return { faces: 0 };
  const faces = found.filter((other) => other.width >= SECOND_FACE_SHARE * face.width).length;
  const shape = await models.shape(picture, face);
  return { faces, face, shape, template: await models.template(picture, shape, { grey }) };
}

/** Measures one frame of a sequence, and wipes the picture (R23). */
export async function measureFrame(
  models: FaceModels,
  picture: Picture,
  frame: { index: number; step: Step; atMs: number },
  grey: boolean,
): Promise<FrameMeasure> {
  const levels = pyramid(picture);
  try {
    const { faces, shape, template } = await findFace(models, levels, grey);
    const { index, step, atMs } = frame;
    const base = { index, step, atMs, faces, thumbnail: thumbnailOf(levels) };
    return shape && template ? { ...base, face: measureFace(levels, shape, template) } : base;
  } finally {
    wipe(levels);
  }
}

export function measureFace(levels: Pyramid, shape: FaceShape, template: Template): FaceMeasure {
  const { width, height } = levels.levels[0] as Picture;
  const isInside = ([x, y]: Point) => x >= 0 && y >= 0 && x <= width && y <= height;
  const aligned = align(levels, shape.fivePoints);
  const look = lookOf(aligned);
  aligned.data.fill(0);
  return {
    ...look,
    eyeDistance: distance(shape.fivePoints[0], shape.fivePoints[1]),
    inside: shape.surface.filter(isInside).length / shape.surface.length,
    presence: shape.presence,
    yaw: shape.yaw,
    pitch: shape.pitch,
    eyeOpenness: shape.eyeOpenness,
    crop: faceCrop(levels, shape),
    template,
  };
}

/** Overwrites what a measure still holds of a face (R23). */
export function wipeMeasure({ thumbnail, face }: FrameMeasure): void {
  thumbnail.data.fill(0);
  face?.crop.picture.data.fill(0);
  face?.template.fill(0);
}

function thumbnailOf(levels: Pyramid): FrameMeasure['thumbnail'] {
  const { width, height } = levels.levels[0] as Picture;
  const scale = width / THUMBNAIL_WIDTH;
  const rows = Math.round(height / scale);
  const small = crop(levels, { a: scale, b: 0, c: 0, d: 0, e: scale, f: 0 }, THUMBNAIL_WIDTH, rows);
  return { width: THUMBNAIL_WIDTH, height: rows, data: toGrey(small).data };
}

function faceCrop(levels: Pyramid, shape: FaceShape): FaceCrop {
  const [left, right] = shape.fivePoints;
  const xs = shape.surface.map((p) => p[0]);
  const ys = shape.surface.map((p) => p[1]);
  const [minX, maxX, minY, maxY] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const centre: Point = [(minX + maxX) / 2, (minY + maxY) / 2];
  const side = CROP_MARGIN * Math.max(maxX - minX, maxY - minY);
  const map = squareCrop(centre, side, Math.atan2(right[1] - left[1], right[0] - left[0]), CROP_SIZE);
  const toCrop = invert(map);
  return {
    picture: toGrey(crop(levels, map, CROP_SIZE, CROP_SIZE)),
    points: shape.surface.map((p) => apply(toCrop, p)),
    relief: shape.relief.map((pixels) => (pixels * CROP_SIZE) / side),
  };
}

/** Parts of the aligned 112 x 112 face: left, top, right, bottom. */
const FACE = [22, 20, 90, 105] as const;
const LEFT_EYE = [28, 44, 50, 60] as const;
const RIGHT_EYE = [63, 44, 85, 60] as const;
const MOUTH = [40, 84, 73, 102] as const;
const FOREHEAD = [44, 36, 68, 46] as const;
type Part = readonly [number, number, number, number];

/** Luma from which a pixel counts as burnt out. */
const BURNT_OUT = 245;
/** By the face's brightness. */
const NEARLY_BLACK = 0.3;

/** How the aligned face looks: light, sharpness, and whether eyes and mouth are to be seen. */
function lookOf(
  aligned: Picture,
): Pick<
  FaceMeasure,
  | 'brightness'
  | 'burntOut'
  | 'sideRatio'
  | 'sharpness'
  | 'eyeDetail'
  | 'eyeShade'
  | 'mouthDetail'
  | 'mouthRedness'
> {
  const grey = toGrey(aligned);
  const at = (x: number, y: number) => grey.data[y * grey.width + x] as number;
  const [left, top, right, bottom] = FACE;
  const middle = (left + right) / 2;
  let [sum, squares, curvature, burnt, count, leftSum, rightSum] = [0, 0, 0, 0, 0, 0, 0];
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const v = at(x, y);
      const laplacian = 4 * v - at(x - 1, y) - at(x + 1, y) - at(x, y - 1) - at(x, y + 1);
      sum += v;
      squares += v * v;
      curvature += laplacian * laplacian;
      count++;
      if (v > BURNT_OUT) burnt++;
      if (x < middle) leftSum += v;
      else rightSum += v;
    }
  const brightness = sum / count;
  const variance = squares / count - brightness ** 2;
  const detail = ([x0, y0, x1, y1]: Part) => {
    let gradient = 0;
    for (let y = y0; y < y1; y++)
      for (let x = x0; x < x1; x++)
        gradient += Math.hypot(at(x + 1, y) - at(x - 1, y), at(x, y + 1) - at(x, y - 1)) / 2;
    return (100 * gradient) / ((x1 - x0) * (y1 - y0)) / Math.max(brightness, 1);
  };
  const shade = ([x0, y0, x1, y1]: Part) => {
    let dark = 0;
    for (let y = y0; y < y1; y++)
      for (let x = x0; x < x1; x++) if (at(x, y) < NEARLY_BLACK * brightness) dark++;
    return dark / ((x1 - x0) * (y1 - y0));
  };
  const look = {
    brightness,
    burntOut: burnt / count,
    sideRatio: Math.max(leftSum, rightSum) / Math.max(Math.min(leftSum, rightSum), 1),
    sharpness: curvature / count / Math.max(variance, 1),
    eyeDetail: Math.min(detail(LEFT_EYE), detail(RIGHT_EYE)),
    eyeShade: Math.max(shade(LEFT_EYE), shade(RIGHT_EYE)),
    mouthDetail: detail(MOUTH),
    mouthRedness: aligned.channels === 3 ? redness(aligned, MOUTH) - redness(aligned, FOREHEAD) : 0,
  };
  grey.data.fill(0);
  return look;
}

/** Mean of (red - luma) / luma over a part of the face. */
function redness(aligned: Picture, [x0, y0, x1, y1]: Part): number {
  let sum = 0;
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) {
      const p = 3 * (y * aligned.width + x);
      const [r, g, b] = [
        aligned.data[p] as number,
        aligned.data[p + 1] as number,
        aligned.data[p + 2] as number,
      ];
      const luma = 0.299 * r + 0.587 * g + 0.114 * b + 1;
      sum += (r - luma) / luma;
    }
  return sum / ((x1 - x0) * (y1 - y0));
}
