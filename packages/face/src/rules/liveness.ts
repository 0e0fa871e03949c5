import type { Challenge, Step } from '../challenge.ts';
import type { LivenessReason } from '../outcome.ts';
import { explainTurn, type TurnExplanation } from '../picture/registration.ts';
import type { FaceFrame } from './frame-measure.ts';

/** protocol.md, "Liveness"; where the values come from: docs/face.md, "Liveness". */
export const LIVENESS_LIMITS = {
  /** The challenge lives for 60 s. */
  maxMs: 60_000,
  /** Frames nearer in time are no video of a person but a burst. */
  minGapMs: 50,
  /** Nobody reads an instruction and follows it faster. */
  minSpanMs: 1_500,
  /** Mean difference, in luma, of the most different 8 x 8 part of two frames; JPEG noise stays below. */
  minChange: 3,
  /** Degrees of the mesh: about 20 to 23 of the head, and more than a flat photo turned by 40 gives. */
  minTurn: 16,
  /** Correlation from which the turned frame is the neutral frame seen flat. */
  maxFlatLikeness: 0.97,
  /** Shift by relief, about the sine of the angle: flat pictures show at most a third of it, heads half as much again or more. */
  minParallax: 0.12,
  /** Correlation below which neither picture nor head explains the turned frame. */
  minHeadLikeness: 0.85,
  minNearer: 1.15,
  /** Openness of the shut eye: by that of the neutral frame, and by itself. */
  maxShutRatio: 0.75,
  maxShut: 0.2,
} as const;

/** What the rules need from the matcher. */
export interface SamePerson {
  similarity(a: Float32Array, b: Float32Array): number;
  readonly threshold: number;
}

/** The steps come in the challenge's order, each with at least two frames, none that was not asked for. */
export function stepsInOrder(frames: readonly FaceFrame[], challenge: Challenge): readonly LivenessReason[] {
  const runs: { step: Step; count: number; first: number }[] = [];
  for (const { step, index } of frames) {
    const last = runs.at(-1);
    if (last?.step === step) last.count++;
    else runs.push({ step, count: 1, first: index });
  }
  const wrong = runs.find((run, i) => run.step !== challenge.steps[i]);
  if (wrong) return [{ rule: 'steps-in-order', step: wrong.step, frame: wrong.first }];
  const missing = challenge.steps[runs.length];
  if (missing) return [{ rule: 'steps-in-order', step: missing }];
  return runs
    .filter((run) => run.count < 2)
    .map((run) => ({ rule: 'steps-in-order', step: run.step, measured: run.count, required: 2 }));
}

/** Each frame later than the one before, none before the challenge was shown or after its 60 s, not all at once. */
export function timesHold(
  frames: readonly { readonly index: number; readonly atMs: number }[],
): readonly LivenessReason[] {
  const reasons: LivenessReason[] = [];
  frames.forEach(({ atMs, index }, i) => {
    const before = frames[i - 1];
    if (!(atMs >= 0 && atMs <= LIVENESS_LIMITS.maxMs))
      reasons.push({ rule: 'times', frame: index, measured: atMs, required: LIVENESS_LIMITS.maxMs });
    else if (before && !(atMs - before.atMs >= LIVENESS_LIMITS.minGapMs))
      reasons.push({
        rule: 'times',
        frame: index,
        measured: atMs - before.atMs,
        required: LIVENESS_LIMITS.minGapMs,
      });
  });
  const span = (frames.at(-1)?.atMs ?? 0) - (frames[0]?.atMs ?? 0);
  if (reasons.length === 0 && !(span >= LIVENESS_LIMITS.minSpanMs))
    reasons.push({ rule: 'times', measured: span, required: LIVENESS_LIMITS.minSpanMs });
  return reasons;
}

/** No frame is another one again, recompressed or not: a camera in a hand never gives the same picture twice. */
export function noRepeatedFrame(frames: readonly FaceFrame[]): readonly LivenessReason[] {
  const reasons: LivenessReason[] = [];
  frames.forEach((frame, i) => {
    const repeats = frames.slice(0, i).map((other) => largestChange(frame, other));
    const least = Math.min(...repeats);
    if (least < LIVENESS_LIMITS.minChange)
      reasons.push({
        rule: 'no-repeated-frame',
        frame: frame.index,
        measured: least,
        required: LIVENESS_LIMITS.minChange,
      });
  });
  return reasons;
}

const BLOCK = 4;

/** The largest mean absolute difference of any block of the two thumbnails, after the whole frames' light is levelled. */
function largestChange({ thumbnail: a }: FaceFrame, { thumbnail: b }: FaceFrame): number {
  if (a.width !== b.width || a.height !== b.height) return Number.POSITIVE_INFINITY;
  const meanOf = (data: Uint8Array) => data.reduce((sum, v) => sum + v, 0) / data.length;
  const shift = meanOf(a.data) - meanOf(b.data);
  let largest = 0;
  for (let y = 0; y + BLOCK <= a.height; y += BLOCK)
    for (let x = 0; x + BLOCK <= a.width; x += BLOCK) {
      let sum = 0;
      for (let j = 0; j < BLOCK; j++)
        for (let i = 0; i < BLOCK; i++) {
          const p = (y + j) * a.width + x + i;
          sum += Math.abs((a.data[p] as number) - (b.data[p] as number) - shift);
        }
      largest = Math.max(largest, sum / BLOCK ** 2);
    }
  return largest;
}

/**
 * One person throughout: every frame hangs together with the neutral frames by frames that look like one person. A
 * turned head resembles the frame before it, not the neutral one, hence the chain; a frame of somebody else has no link.
 */
export function onePerson(frames: readonly FaceFrame[], same: SamePerson): readonly LivenessReason[] {
  const reached = new Set(frames.filter((frame) => frame.step === 'look-straight').slice(0, 1));
  const likenessToReached = (frame: FaceFrame) =>
    Math.max(...[...reached].map((other) => same.similarity(frame.face.template, other.face.template)));
  for (let grew = true; grew; ) {
    grew = false;
    for (const frame of frames)
      if (!reached.has(frame) && likenessToReached(frame) >= same.threshold) {
        reached.add(frame);
        grew = true;
      }
  }
  return frames
    .filter((frame) => !reached.has(frame))
    .map((frame) => ({
      rule: 'one-person',
      frame: frame.index,
      measured: likenessToReached(frame),
      required: same.threshold,
    }));
}

/** What the holder looked like when looking straight: the medians of the neutral frames. */
export interface Neutral {
  readonly yaw: number;
  readonly eyeDistance: number;
  readonly eyeOpenness: number;
  /** The neutral frame whose yaw is the median: the one that turned frames are held against. */
  readonly frame: FaceFrame;
}

export function neutralOf(frames: readonly FaceFrame[]): Neutral {
  const straight = frames.filter((frame) => frame.step === 'look-straight');
  const byYaw = [...straight].sort((a, b) => a.face.yaw - b.face.yaw);
  const middle = byYaw[byYaw.length >> 1];
  if (!middle) throw new Error('no neutral frame: stepsInOrder comes first');
  return {
    yaw: middle.face.yaw,
    eyeDistance: median(straight.map((frame) => frame.face.eyeDistance)),
    eyeOpenness: median(straight.map((frame) => frame.face.eyeOpenness)),
    frame: middle,
  };
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] as number;

/** Degrees by which the frame's head is turned the way the step asks: negative when it is turned the other way. */
const turned = (frame: FaceFrame, neutral: Neutral): number =>
  (frame.face.yaw - neutral.yaw) * wayOf(frame.step);

/** The holder's left is the picture's right, where angles and shifts are positive. */
const wayOf = (step: Step): 1 | -1 => (step === 'turn-left' ? 1 : -1);

/** The farthest turned first. */
const byTurn = (frames: readonly FaceFrame[], neutral: Neutral): FaceFrame[] =>
  [...frames].sort((a, b) => turned(b, neutral) - turned(a, neutral));

/** The head turned the way that was asked, far enough. */
export function headTurned(
  frames: readonly FaceFrame[],
  step: Step,
  neutral: Neutral,
): readonly LivenessReason[] {
  const farthest = byTurn(frames, neutral)[0];
  const measured = farthest ? turned(farthest, neutral) : 0;
  return measured >= LIVENESS_LIMITS.minTurn
    ? []
    : [{ rule: 'turn', step, measured, required: LIVENESS_LIMITS.minTurn }];
}

/**
 * Seen from the side, the face is a head and no flat picture: nose and cheeks shift against each other by what their
 * relief and the turn ask for, and this explains what is seen. One of the frames that are turned far enough must show
 * it; a view that nothing explains shows no depth.
 */
export function headHasDepth(
  frames: readonly FaceFrame[],
  step: Step,
  neutral: Neutral,
): readonly LivenessReason[] {
  let reason: LivenessReason | undefined;
  for (const frame of byTurn(frames, neutral)) {
    if (turned(frame, neutral) < LIVENESS_LIMITS.minTurn) break;
    const missing = depthMissing(explainTurn(neutral.frame.face.crop, frame.face.crop), step);
    if (!missing) return [];
    reason ??= { rule: 'depth', step, frame: frame.index, ...missing };
  }
  return reason ? [reason] : [];
}

/** What speaks against depth, first what nothing explains at all; undefined when nothing does. */
function depthMissing(
  { flat, head, parallax }: TurnExplanation,
  step: Step,
): { measured: number; required: number } | undefined {
  const { minHeadLikeness, minParallax, maxFlatLikeness } = LIVENESS_LIMITS;
  if (!(head >= minHeadLikeness)) return { measured: head, required: minHeadLikeness };
  const rightWay = parallax * wayOf(step);
  if (!(rightWay >= minParallax)) return { measured: rightWay, required: minParallax };
  if (!(flat <= maxFlatLikeness)) return { measured: flat, required: maxFlatLikeness };
  return undefined;
}

/** The eyes lie farther apart in the picture than in the neutral frames. */
export function cameNearer(
  frames: readonly FaceFrame[],
  step: Step,
  neutral: Neutral,
): readonly LivenessReason[] {
  const measured = Math.max(...frames.map((frame) => frame.face.eyeDistance)) / neutral.eyeDistance;
  return measured >= LIVENESS_LIMITS.minNearer
    ? []
    : [{ rule: 'come-nearer', step, measured, required: LIVENESS_LIMITS.minNearer }];
}

/** The lids closed: far below the holder's own open eyes, and shut by any measure. */
export function eyesClosed(
  frames: readonly FaceFrame[],
  step: Step,
  neutral: Neutral,
): readonly LivenessReason[] {
  const measured = Math.min(...frames.map((frame) => frame.face.eyeOpenness));
  const required = Math.min(LIVENESS_LIMITS.maxShut, LIVENESS_LIMITS.maxShutRatio * neutral.eyeOpenness);
  return measured <= required ? [] : [{ rule: 'close-eyes', step, measured, required }];
}

type StepRule = (frames: readonly FaceFrame[], step: Step, neutral: Neutral) => readonly LivenessReason[];

const STEP_RULES: Readonly<Record<Step, readonly StepRule[]>> = {
  'look-straight': [],
  'turn-left': [headTurned, headHasDepth],
  'turn-right': [headTurned, headHasDepth],
  'come-nearer': [cameNearer],
  'close-eyes': [eyesClosed],
};

/**
 * Everything that speaks against a live person following this challenge; empty when nothing does. Order and times
 * come first: what happened in a step is only asked when it is known which frames belong to it.
 */
export function judgeLiveness(
  frames: readonly FaceFrame[],
  challenge: Challenge,
  same: SamePerson,
): readonly LivenessReason[] {
  const sequence = [...stepsInOrder(frames, challenge), ...timesHold(frames)];
  if (sequence.length > 0) return sequence;
  const neutral = neutralOf(frames);
  const steps = challenge.steps.flatMap((step) => {
    const own = frames.filter((frame) => frame.step === step);
    return STEP_RULES[step].flatMap((rule) => rule(own, step, neutral));
  });
  return [...noRepeatedFrame(frames), ...onePerson(frames, same), ...steps];
}
