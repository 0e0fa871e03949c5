import type { LiveMeasures, LiveReason } from './live-verdict.ts';

/** Beyond these a frame is not taken. Set on the drawn photos: what is inside is read without a hand nearly always. */
export const LIVE_LIMITS = {
  /** Mean luminance. */
  leastBrightness: 50,
  leastFill: 0.55,
  mostFill: 0.97,
  mostTilt: 25,
  /** Of the card, burnt out. */
  mostGlare: 0.02,
  /** Thousandths of the card's long side. */
  mostBlur: 2.7,
} as const;

/** What is wrong with a frame, most pressing first; nothing when it can be read. */
export function reasonsOf(measures: LiveMeasures, backSide: boolean): LiveReason[] {
  const limits = LIVE_LIMITS;
  const wrong: readonly (readonly [LiveReason, boolean])[] = [
    ['back-side', backSide],
    ['too-dark', measures.brightness < limits.leastBrightness],
    ['too-far', measures.fill < limits.leastFill],
    ['too-near', measures.fill > limits.mostFill],
    ['tilted', measures.tilt > limits.mostTilt],
    ['glare', measures.glare > limits.mostGlare],
    ['blurred', measures.blur > limits.mostBlur],
  ];
  return wrong.filter(([, holds]) => holds).map(([reason]) => reason);
}

/** Beyond these a photo is not even tried. */
export const READ_LIMITS = { leastBrightness: 20, leastFill: 0.3 } as const;
