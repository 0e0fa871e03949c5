import type { Challenge, RandomBytes, Step } from './challenge.ts';
import type { FaceOutcome } from './outcome.ts';

/** One picture of the holder, as the phone took it. */
export interface LiveFrame {
  /** A JPEG of at most 1 MiB. Overwritten with zeros before `judge` answers (R23). */
  readonly jpeg: Uint8Array;
  readonly step: Step;
  /** Milliseconds since the challenge was shown. */
  readonly atMs: number;
}

export interface FaceEvidence {
  /** The chip's photo (JPEG 2000, JP2 or raw codestream), its issuer's signature already verified. Stays the caller's. */
  readonly portraitJp2: Uint8Array;
  /** 8 to 14 frames in the order they were taken. */
  readonly frames: readonly LiveFrame[];
  readonly challenge: Challenge;
}

/**
 * Is the person before the phone the person on the chip (R3)? Single use and age of the challenge are the
 * caller's; the times within the frames are judged here.
 */
export interface FaceCheck {
  drawChallenge(random: RandomBytes): Challenge;
  /**
   * Never rejects for what the pictures hold: whatever they do to a worker is an `unusable` outcome.
   * Rejects after `close`.
   */
  judge(evidence: FaceEvidence): Promise<FaceOutcome>;
}
