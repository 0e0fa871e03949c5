import type { Step } from '../challenge.ts';
import type { Template } from '../models/face-models.ts';
import type { FaceCrop } from '../picture/face-crop.ts';

/** What was measured of one frame's face: all that the rules decide on. Lives only while a check is judged (R23). */
export interface FaceMeasure {
  /** Distance of the eyes' centres, pixels of the picture as it is worked on. */
  readonly eyeDistance: number;
  /** Share of the face's points that lie inside the picture, 0 … 1. */
  readonly inside: number;
  /** Mean luma of the face, 0 … 255. */
  readonly brightness: number;
  /** Share of the face's pixels that are burnt out, 0 … 1. */
  readonly burntOut: number;
  /** Brighter half of the face by the darker one, at least 1. */
  readonly sideRatio: number;
  /** Energy of the second derivative by the variance, at the matcher's scale: falls with blur, not with contrast. */
  readonly sharpness: number;
  /** Mean gradient around eyes and mouth in percent of the brightness: nearly nothing where something lies over them. */
  readonly eyeDetail: number;
  readonly mouthDetail: number;
  /** Share of the darker eye's surroundings that is nearly black beside the face: dark glasses. */
  readonly eyeShade: number;
  /** Redness of the mouth less that of the forehead: lips are redder, a mask is not. 0 in a grey picture. */
  readonly mouthRedness: number;
  readonly presence: number;
  readonly yaw: number;
  readonly pitch: number;
  readonly eyeOpenness: number;
  /** The face, 64 x 64 grey, eyes level, with points of its surface: for the depth rule. */
  readonly crop: FaceCrop;
  readonly template: Template;
}

/** One frame as the rules see it. */
export interface FrameMeasure {
  /** Index in the sequence as it was sent. */
  readonly index: number;
  readonly step: Step;
  readonly atMs: number;
  /** Number of faces, those much smaller than the largest left out. */
  readonly faces: number;
  /** The whole frame, grey, about 64 pixels wide: for finding frames that are repeated. */
  readonly thumbnail: { readonly width: number; readonly height: number; readonly data: Uint8Array };
  /** Present when there is a face. */
  readonly face?: FaceMeasure;
}

/** A frame with a face, which is what every rule after "one face" works on. */
export type FaceFrame = FrameMeasure & { readonly face: FaceMeasure };
