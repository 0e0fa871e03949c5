/**
 * The face check as the service needs it (R3, R20): draw a challenge, judge frames against the chip's photo. What it
 * finds is counted and decided here, not there. A composition without one refuses the sign PIN's reservation.
 */
export type { FaceCheck, FaceOutcome } from '@kaijo/face';
