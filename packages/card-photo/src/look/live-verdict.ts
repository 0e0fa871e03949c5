import type { Quad } from '../geometry/point.ts';

/**
 * What the holder can do to get a better picture, most pressing first: `no-card` put the card into the frame on a
 * background of another colour; `too-dark` more light; `too-far` nearer; `too-near` further away, all four corners must be
 * seen; `tilted` hold the phone parallel to the card; `glare` turn the card away from the lamp; `blurred` hold still or
 * let the camera focus; `back-side` turn the card over: this side must not be photographed (R38).
 */
export type LiveReason =
  | 'no-card'
  | 'too-dark'
  | 'too-far'
  | 'too-near'
  | 'tilted'
  | 'glare'
  | 'blurred'
  | 'back-side';

/** What one frame of the camera shows, without reading a character of it. */
export interface LiveVerdict {
  /** Good enough to be read; then `reasons` is empty. */
  readonly ready: boolean;
  readonly reasons: readonly LiveReason[];
  /** Corners in pixels of the frame, clockwise as seen from the one that is nearest to the frame's top left. */
  readonly card?: Quad;
  readonly measures: LiveMeasures;
}

/** Numbers behind the verdict, for showing and tuning. All finite. */
export interface LiveMeasures {
  /** Mean luminance, 0 to 255. */
  readonly brightness: number;
  /** Length of the card's long side against the frame's long side, 0 to about 1. */
  readonly fill: number;
  /** Angle between the card's plane and the picture's, in degrees, estimated from the outline. */
  readonly tilt: number;
  /** Share of the card that is burnt out, 0 to 1. */
  readonly glare: number;
  /** Width of the sharpest edges, as the sigma of a Gaussian in thousandths of the card's long side: smaller is sharper. */
  readonly blur: number;
}
