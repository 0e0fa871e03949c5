import type { ModelInfo } from '../outcome.ts';
import type { Point } from '../picture/geometry.ts';
import type { Pyramid } from '../picture/picture.ts';

/** A face that was found: its box in pixels and how sure the detector is (0 … 1). */
export interface FoundFace {
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  /** Centres of the eyes as seen: first the one on the picture's left. */
  readonly eyes: readonly [Point, Point];
  readonly confidence: number;
}

/** What the rules need to know of one face's shape. All points in pixels of the picture. */
export interface FaceShape {
  /** Eye centres (picture's left one first), tip of the nose, corners of the mouth (picture's left one first). */
  readonly fivePoints: readonly [Point, Point, Point, Point, Point];
  /** Points spread over the whole face, always the same ones in the same order: what the depth rule is judged on. */
  readonly surface: readonly Point[];
  /** How far each of `surface` stands out towards the camera, in pixels, from any plane. */
  readonly relief: readonly number[];
  /** Degrees; positive when the nose points to the picture's right. Good as a difference between two frames only. */
  readonly yaw: number;
  /** Degrees; positive when the nose points down. */
  readonly pitch: number;
  /** How sure the model is that this is an uncovered face (0 … 1). */
  readonly presence: number;
  /** Mean distance of the lids by the distance of the eye's corners, of both eyes. */
  readonly eyeOpenness: number;
}

/** A matcher's description of one face. Opaque to the rules; overwritten after use (R23). */
export type Template = Float32Array;

/**
 * Everything that is learnt from data, behind one interface. An operator brings a certified matcher by a module
 * that default-exports {@link LoadFaceModels}; the rules in `rules/` stay as they are. Runs in the worker process.
 */
export interface FaceModels {
  readonly info: ModelInfo;
  /** The score from which two templates count as one person, chosen on impostor figures (docs/face.md). */
  readonly matchThreshold: number;
  /** The lower score from which two frames of one recording count as one person, whatever the pose. */
  readonly samePersonThreshold: number;
  /** All faces, the largest first. */
  detect(picture: Pyramid): Promise<readonly FoundFace[]>;
  shape(picture: Pyramid, face: FoundFace): Promise<FaceShape>;
  /** `grey`: both sides of the comparison are to be without colour, because the chip's photo is. */
  template(picture: Pyramid, shape: FaceShape, options: { grey: boolean }): Promise<Template>;
  /** One template out of several frames of one person, the better frames weighing more (`weights`, not negative). */
  fuse(templates: readonly Template[], weights: readonly number[]): Template;
  /** Higher is more alike. */
  similarity(a: Template, b: Template): number;
  /** Likeness to a printed photo (0 … 1): a hint for the operator's figures, never a decision. */
  printLikeness(picture: Pyramid, face: FoundFace): Promise<number>;
  close(): Promise<void>;
}

export type LoadFaceModels = (options: unknown) => Promise<FaceModels>;
