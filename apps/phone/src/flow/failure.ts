import { type Problem, type ProblemType, problemTypeOf } from '@kaijo/contract';

/** What goes wrong between the phone and the card, or with the network: the card's part of what protocol.md lists. */
export type LocalFailure =
  | 'unreachable'
  | 'card-defective'
  | 'not-a-my-number-card'
  | 'no-certificate'
  | 'proving-pin-locked'
  | 'proving-pin-not-set'
  | 'pin-b-locked'
  | 'pin-b-used-up'
  | 'no-card-reader'
  | 'card-reader-off'
  | 'card-not-held';

/** Problems of the counter and the operator, which no phone hears. */
type NotForPhones = 'not-permitted';
type PhoneProblem = Exclude<ProblemType, NotForPhones>;

export type FailureCode = PhoneProblem | LocalFailure;

/** R40: everything that a screen needs to say what happened, what is unchanged and what to do. */
export interface Failure {
  readonly code: FailureCode;
  /** What the service said, where it was the service. */
  readonly problem?: Problem;
}

export function localFailure(code: LocalFailure): Failure {
  return { code };
}

/** A problem of a newer service that this app does not know is the service's fault for the holder. */
export function failureOf(problem: Problem): Failure {
  const type = problemTypeOf(problem);
  return { code: type !== undefined && type in WAY_ON ? (type as PhoneProblem) : 'service-fault', problem };
}

/** What the main button of a failure's screen does. */
export type WayOn =
  /** The same again from the screen before the camera: everything that was read is read again. */
  | 'again'
  /** There is no way on by phone: the counter. */
  | 'counter'
  /** Another PIN, or another card: from the first screen. */
  | 'start';

/** Whether trying again can help, for every failure there is. */
export const WAY_ON: Readonly<Record<FailureCode, WayOn>> = {
  maintenance: 'again',
  stopped: 'counter',
  'certificate-expired': 'counter',
  'certificate-revoked': 'counter',
  'certificate-untrusted': 'counter',
  'revocation-unknown': 'again',
  'card-face-invalid': 'counter',
  'card-mismatch': 'again',
  'signature-invalid': 'again',
  'challenge-expired': 'again',
  'image-unusable': 'again',
  'face-mismatch': 'again',
  'liveness-failed': 'again',
  'app-restricted': 'counter',
  'pin-not-resettable-here': 'counter',
  'reservation-in-use': 'again',
  'too-many-requests': 'again',
  'service-fault': 'again',
  'invalid-request': 'again',
  'not-authorised': 'again',
  // Of the kiosk; a phone that hears one all the same says it and begins again.
  'outside-hours': 'start',
  'not-offered-here': 'start',
  'no-reservation': 'start',
  'reservation-expired': 'start',
  'card-refused': 'start',
  // Of the card and the network.
  unreachable: 'again',
  'card-defective': 'again',
  'not-a-my-number-card': 'again',
  'no-certificate': 'counter',
  'proving-pin-locked': 'counter',
  'proving-pin-not-set': 'counter',
  'pin-b-locked': 'counter',
  'pin-b-used-up': 'counter',
  'no-card-reader': 'start',
  'card-reader-off': 'again',
  'card-not-held': 'again',
};
