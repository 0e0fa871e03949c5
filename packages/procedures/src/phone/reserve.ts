import {
  type FaceMeta,
  fromBase64Url,
  type LivenessAnswer,
  type PhoneCardRequest,
  type PhoneClient,
  type Problem,
  type ProblemType,
  problemTypeOf,
  type ReservedAnswer,
  type TargetPin,
} from '@kaijo/contract';
import { askAgain, type Patience, type ServiceTrouble } from '../asking-again.ts';
import type { TapInput, TapOutcome } from './tap-card.ts';

/** What the holder's camera took for a challenge: JPEG files with their steps and times. */
export interface TakenFrames {
  readonly frames: readonly {
    readonly jpeg: Uint8Array;
    readonly step: FaceMeta['frames'][number]['step'];
    readonly at: number;
  }[];
}

export interface PhoneDesk {
  readonly phone: PhoneClient;
  readonly patience: Patience;
}

export interface ReserveInput {
  readonly targetPin: TargetPin;
  readonly appInstance: string;
  /** R44: the terms that the holder has consented to; needed for the sign PIN. */
  readonly terms?: string;
  /** Holds the card to the phone: `tapCard` over whatever channel there is. */
  readonly tap: (session: Pick<TapInput, 'targetPin' | 'nonce'>) => Promise<TapOutcome>;
  /** Sign PIN only: takes the frames. `undefined`: the holder gives up. */
  readonly takeFrames?: (challenge: LivenessAnswer) => Promise<TakenFrames | undefined>;
}

export type Reserved =
  | { readonly kind: 'reserved'; readonly answer: ReservedAnswer }
  | { readonly kind: 'given-up' }
  | Exclude<TapOutcome, { kind: 'read' }>
  | ServiceTrouble
  /** The face check did not pass; `again` makes the next attempt with what the card has already shown. */
  | { readonly kind: 'face-refused'; readonly problem: Problem; readonly again: () => Promise<Reserved> };

/** The phone's step from the first message to the reservation (protocol.md, Phone), without screens. */
export async function reserve(desk: PhoneDesk, input: ReserveInput): Promise<Reserved> {
  const opened = await askAgain(desk.patience, (idempotencyKey) =>
    desk.phone.createSession(
      {
        targetPin: input.targetPin,
        appInstance: input.appInstance,
        ...(input.terms !== undefined && { consent: { terms: input.terms } }),
      },
      { idempotencyKey },
    ),
  );
  if (opened.kind === 'problem') return { kind: 'refused', problem: opened.problem };
  if (opened.kind === 'unreachable') return opened;
  const nonce = fromBase64Url(opened.body.nonce);
  if (nonce === undefined) return { kind: 'unreachable' };
  const tapped = await input.tap({ targetPin: input.targetPin, nonce });
  if (tapped.kind !== 'read') return tapped;
  return presentCard(desk, opened.body, tapped.request, input);
}

async function presentCard(
  desk: PhoneDesk,
  at: { readonly session: string; readonly token: string },
  request: PhoneCardRequest,
  input: Pick<ReserveInput, 'takeFrames'>,
): Promise<Reserved> {
  const answer = await askAgain(desk.patience, (idempotencyKey) =>
    desk.phone.presentCard(at, request, { idempotencyKey }),
  );
  if (answer.kind === 'problem') return { kind: 'refused', problem: answer.problem };
  if (answer.kind === 'unreachable') return answer;
  if (answer.status === 201) return { kind: 'reserved', answer: answer.body };
  const taken = await input.takeFrames?.(answer.body);
  if (taken === undefined || request.cardFace === undefined) return { kind: 'given-up' };
  const meta: FaceMeta = {
    challenge: answer.body.liveness.challenge,
    frames: taken.frames.map(({ step, at }) => ({ step, at })),
    cardFace: request.cardFace,
  };
  return presentFace(desk, at, meta, taken, () => presentCard(desk, at, request, input));
}

/**
 * After these the next attempt needs no more than new frames: what the card has shown is good for as long as the session.
 * `challenge-expired`: the frames came too late, or were sent again after a fault in the service (`presentFaceEndpoint`).
 */
const FACE_PROBLEMS: ReadonlySet<string | undefined> = new Set<ProblemType>([
  'image-unusable',
  'face-mismatch',
  'liveness-failed',
  'challenge-expired',
]);

async function presentFace(
  desk: PhoneDesk,
  at: { readonly session: string; readonly token: string },
  meta: FaceMeta,
  taken: TakenFrames,
  again: () => Promise<Reserved>,
): Promise<Reserved> {
  const frames = taken.frames.map(({ jpeg }) => jpeg);
  const answer = await askAgain(desk.patience, (idempotencyKey) =>
    desk.phone.presentFace(at, meta, frames, { idempotencyKey }),
  );
  if (answer.kind === 'unreachable') return answer;
  if (answer.kind === 'ok') return { kind: 'reserved', answer: answer.body };
  const { problem } = answer;
  return FACE_PROBLEMS.has(problemTypeOf(problem))
    ? { kind: 'face-refused', problem, again }
    : { kind: 'refused', problem };
}
