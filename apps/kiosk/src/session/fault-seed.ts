import { type Problem, type ProblemDetails, problemTypeOf } from '@kaijo/contract';
import type { Begun, Proven, TargetPinState, Written } from '@kaijo/procedures';
import type { CardTold, FaultKind, ScreenProblem } from '../local-api/index.ts';

/** Why a session has ended early, before it is put on a screen. */
export interface FaultSeed {
  readonly fault: FaultKind;
  readonly card: CardTold;
  readonly problem?: ScreenProblem;
  /** `proof-pending`: the kiosk session whose proof is still to be delivered. */
  readonly session?: string;
}

export const unchanged = (fault: FaultKind): FaultSeed => ({ fault, card: 'unchanged' });

export function faultOfBegun(begun: Exclude<Begun, { kind: 'ready' }>): FaultSeed {
  switch (begun.kind) {
    case 'refused':
      return refused(begun.problem, 'unchanged');
    case 'unreachable':
      return unchanged('service-unreachable');
    case 'card-gone':
      return unchanged('card-removed');
    case 'card-defective':
    case 'not-a-my-number-card':
    case 'no-certificate':
    case 'proving-pin-locked':
      return unchanged(begun.kind);
  }
}

export type NotProven = Exclude<Proven, { kind: 'proven' | 'wrong' | 'wrong-shape' }>;

export function faultOfProven(proven: NotProven): FaultSeed {
  switch (proven.kind) {
    case 'locked':
    case 'initialised':
      return unchanged('proving-pin-locked');
    case 'card-gone':
      return unchanged('card-removed');
    case 'card-defective':
      return unchanged('card-defective');
  }
}

export function faultOfWritten(written: Exclude<Written, { kind: 'completed' }>): FaultSeed {
  switch (written.kind) {
    case 'proof-pending':
      return { fault: 'proof-pending', card: 'proven', session: written.pending.session };
    case 'refused':
      return refused(written.problem, toldOf(written.state));
    case 'unreachable':
      return { fault: 'service-unreachable', card: toldOf(written.state) };
    case 'card-gone':
      return { fault: 'card-removed', card: toldOf(written.state) };
    case 'card-defective':
    case 'card-refused':
      return { fault: written.kind, card: toldOf(written.state) };
  }
}

/** R33's states as the holder is told them. */
export function toldOf(state: TargetPinState): CardTold {
  if (state.kind !== 'between') return state.kind;
  return state.states[0] === 'unchanged' ? 'unchanged-or-initialised' : 'initialised-or-set';
}

function refused(problem: Problem, card: CardTold): FaultSeed {
  const type = problemTypeOf(problem);
  // A type that this version does not know is a refusal all the same.
  return { fault: 'refused', card, problem: { ...detailsOf(problem), type: type ?? 'service-fault' } };
}

/** Without the sentence: the screen has its own in every language. */
function detailsOf({ type, title, status, detail, instance, ...details }: Problem): ProblemDetails {
  return details;
}
