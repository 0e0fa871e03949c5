import { findCard, SEARCH_SIDE } from '../find/find-card.ts';
import { looksLikeBack } from '../front/back-side.ts';
import { longSideFirst } from '../front/card-order.ts';
import { squareToQuad } from '../geometry/homography.ts';
import { isUsablePicture, type Picture } from '../picture/picture.ts';
import { luminance, shrink } from '../picture/plane.ts';
import type { LiveMeasures, LiveVerdict } from './live-verdict.ts';
import { meanOf, measureCard } from './measure.ts';
import { LIVE_LIMITS, reasonsOf } from './rules.ts';

/**
 * Judges one frame of the camera: is there a card, and would a photo of it be readable? Needs no model and reads no
 * character; fast enough for every frame of a phone at 640 x 480 (docs/performance.md). A frame that is no picture
 * (dimensions that do not fit) shows no card.
 */
export function lookAtFrame(frame: Picture): LiveVerdict {
  if (!isUsablePicture(frame)) return { ready: false, reasons: ['no-card'], measures: NOTHING };
  const small = shrink(frame, SEARCH_SIDE);
  const found = findCard(frame, small);
  if (found === undefined) {
    const brightness = meanOf(luminance(small));
    const dark = brightness < LIVE_LIMITS.leastBrightness;
    return { ready: false, reasons: [dark ? 'too-dark' : 'no-card'], measures: { ...NOTHING, brightness } };
  }
  const measures = measureCard(frame, found.quad);
  const card = squareToQuad(longSideFirst(found.quad));
  const reasons = reasonsOf(measures, card !== undefined && looksLikeBack(frame, card));
  return { ready: reasons.length === 0, reasons, card: found.quad, measures };
}

const NOTHING: LiveMeasures = { brightness: 0, fill: 0, tilt: 0, glare: 0, blur: 0 };
