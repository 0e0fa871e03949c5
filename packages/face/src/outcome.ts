import type { Step } from './challenge.ts';

/** Which matcher judged: its name and a version that changes whenever its scores may. */
export interface ModelInfo {
  readonly name: string;
  readonly version: string;
}

/**
 * Why a picture cannot be judged. Each is something the holder can change, except `chip-photo-unusable`
 * (to the counter, R44) and `not-processable` (another take).
 */
export const QUALITY_REASONS = [
  'no-face',
  'several-faces',
  'too-far',
  'face-cut-off',
  'too-dark',
  'too-bright',
  'uneven-light',
  'blurred',
  'turned-away',
  'covered',
  'eyes-not-open',
  'unreadable',
  'too-large',
  'wrong-number-of-frames',
  'chip-photo-unusable',
  'not-processable',
] as const;
export type QualityReason = (typeof QUALITY_REASONS)[number];

/** Which rule of the liveness check was not met, where, and by how much. */
export interface LivenessReason {
  readonly rule:
    | 'steps-in-order'
    | 'times'
    | 'no-repeated-frame'
    | 'one-person'
    | 'turn'
    | 'depth'
    | 'come-nearer'
    | 'close-eyes';
  readonly step?: Step;
  /** Index of the frame, where one frame is at fault. */
  readonly frame?: number;
  /** What was measured and what the rule asks for, in the rule's own unit. Holds nothing about the person's looks. */
  readonly measured?: number;
  readonly required?: number;
}

/** The answer of one face check. `mismatch` and `liveness-failed` count as failures (R20); the others never do. */
export type FaceOutcome =
  | { kind: 'match'; score: number; threshold: number; model: ModelInfo }
  | { kind: 'mismatch'; score: number; threshold: number; model: ModelInfo }
  | { kind: 'liveness-failed'; reasons: readonly LivenessReason[]; model: ModelInfo }
  /** `frame`: index of the picture at fault; absent when it is the chip's photo or the sequence as a whole. */
  | { kind: 'unusable'; frame?: number; reasons: readonly QualityReason[]; model: ModelInfo }
  | { kind: 'busy'; retryAfterSeconds: number; model: ModelInfo };
