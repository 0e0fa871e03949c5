import type { QualityReason } from '../outcome.ts';
import type { FaceMeasure, FrameMeasure } from './frame-measure.ts';

/**
 * When a picture cannot be judged. A picture that fails here asks for another take and never counts (R20); nor is a
 * match of such a picture accepted. Values: docs/face.md, "Quality".
 */
export const QUALITY_LIMITS = {
  /** Pixels; the matcher's own input has 35. */
  minEyeDistance: 40,
  minInside: 0.97,
  minBrightness: 40,
  maxBurntOut: 0.4,
  maxSideRatio: 2.2,
  minSharpness: 0.02,
  minEyeDetail: 3.5,
  minMouthDetail: 3,
  maxEyeShade: 0.5,
  minMouthRedness: -0.1,
  minPresence: 0.5,
  /** Degrees. Absolute angles carry offsets of up to 14 degrees, hence so wide. */
  maxStraightYaw: 20,
  maxStraightPitch: 35,
  minOpenEye: 0.15,
} as const;

/** Each rule: whether the measured face can be judged, and the reason that a person can act on. */
type QualityRule = (face: FaceMeasure) => QualityReason | undefined;

export const isNearEnough: QualityRule = (face) =>
  face.eyeDistance >= QUALITY_LIMITS.minEyeDistance ? undefined : 'too-far';

export const isInsidePicture: QualityRule = (face) =>
  face.inside >= QUALITY_LIMITS.minInside ? undefined : 'face-cut-off';

export const isLit: QualityRule = (face) =>
  face.brightness >= QUALITY_LIMITS.minBrightness ? undefined : 'too-dark';

export const isNotBurntOut: QualityRule = (face) =>
  face.burntOut <= QUALITY_LIMITS.maxBurntOut ? undefined : 'too-bright';

export const isEvenlyLit: QualityRule = (face) =>
  face.sideRatio <= QUALITY_LIMITS.maxSideRatio ? undefined : 'uneven-light';

export const isSharp: QualityRule = (face) =>
  face.sharpness >= QUALITY_LIMITS.minSharpness ? undefined : 'blurred';

export const isUncovered: QualityRule = (face) =>
  face.presence >= QUALITY_LIMITS.minPresence &&
  face.eyeDetail >= QUALITY_LIMITS.minEyeDetail &&
  face.eyeShade <= QUALITY_LIMITS.maxEyeShade &&
  face.mouthDetail >= QUALITY_LIMITS.minMouthDetail &&
  face.mouthRedness >= QUALITY_LIMITS.minMouthRedness
    ? undefined
    : 'covered';

export const looksStraight: QualityRule = (face) =>
  Math.abs(face.yaw) <= QUALITY_LIMITS.maxStraightYaw &&
  Math.abs(face.pitch) <= QUALITY_LIMITS.maxStraightPitch
    ? undefined
    : 'turned-away';

export const hasOpenEyes: QualityRule = (face) =>
  face.eyeOpenness >= QUALITY_LIMITS.minOpenEye ? undefined : 'eyes-not-open';

/** Burnt-out, dark and blurred faces lose their detail too: they are named for what they are, not as covered. */
const LIGHT_AND_FOCUS: readonly QualityRule[] = [isLit, isNotBurntOut, isEvenlyLit, isSharp];
const PLACE: readonly QualityRule[] = [isNearEnough, isInsidePicture];

const broken = (face: FaceMeasure, rules: readonly QualityRule[]): QualityReason[] =>
  rules.map((rule) => rule(face)).filter((reason) => reason !== undefined);

/** Everything to change about one face; empty when it can be judged. `straight`: the face is to look into the camera. */
export function faceReasons(face: FaceMeasure, straight: boolean): readonly QualityReason[] {
  const first = broken(face, [...PLACE, ...LIGHT_AND_FOCUS]);
  if (first.length > 0) return first;
  return broken(face, straight ? [isUncovered, looksStraight, hasOpenEyes] : []);
}

/** Everything to change about one frame: first that there is one face, then how it looks. */
export function frameReasons(frame: FrameMeasure): readonly QualityReason[] {
  if (!frame.face || frame.faces === 0) return ['no-face'];
  if (frame.faces > 1) return ['several-faces'];
  return faceReasons(frame.face, frame.step === 'look-straight');
}
