import type { ProblemType } from '@kaijo/contract';
import type { FaultKind, WayOn } from '../local-api/index.ts';
import type { FaultSeed } from './fault-seed.ts';

/**
 * R40: what the holder does next, the best first. `resumed`: an earlier session was authorised, so that the same
 * reservation has to be finished (R17).
 */
export function waysOn(
  { fault, card, problem }: FaultSeed,
  { resumed }: { resumed: boolean },
): readonly WayOn[] {
  if (fault === 'proof-pending') return ['look-at-the-phone'];
  if (fault === 'refused' && problem !== undefined && card === 'unchanged')
    return resumed ? finishing(BY_PROBLEM[problem.type]) : BY_PROBLEM[problem.type];
  const ways = fault === 'refused' ? [] : BY_FAULT[fault];
  return card !== 'unchanged' || resumed ? finishing(ways) : ways;
}

/** R17, R33: begun and not finished; the counter only after that. */
function finishing(ways: readonly WayOn[]): readonly WayOn[] {
  const rest = ways.filter(
    (way) => way !== 'again-later' && way !== 'reserve-by-phone' && way !== 'again-here',
  );
  const here = ways.length === 0 || ways.includes('again-here') ? (['again-here'] as const) : [];
  return [...here, 'finish-anywhere', ...rest];
}

type Simple = Exclude<FaultKind, 'refused' | 'proof-pending'>;

const BY_FAULT: Readonly<Record<Simple, readonly WayOn[]>> = {
  'service-unreachable': ['again-later', 'ask-staff'],
  'card-removed': ['again-here', 'again-later'],
  'card-changed': ['right-card'],
  'several-cards': ['right-card'],
  'not-a-my-number-card': ['right-card'],
  // R41
  'no-certificate': ['counter'],
  'card-unreadable': ['again-here', 'counter'],
  'card-defective': ['again-here', 'counter'],
  'card-refused': ['again-here', 'counter'],
  // R11: the reservation stays as it is, but only the counter can help.
  'proving-pin-locked': ['counter'],
  'reader-lost': ['ask-staff', 'again-later'],
  'reader-in-use': ['ask-staff', 'again-later'],
  interrupted: ['again-here', 'again-later'],
};

/** What each refusal leaves to do. Those of the phone only cannot come here; they are answered like a bug. */
const BY_PROBLEM: Readonly<Record<ProblemType, readonly WayOn[]>> = {
  // R14
  'no-reservation': ['reserve-by-phone'],
  'reservation-expired': ['reserve-by-phone'],
  'reservation-in-use': ['again-later'],
  // R27
  'not-offered-here': ['another-store'],
  'outside-hours': ['again-later'],
  maintenance: ['again-later'],
  // R42
  stopped: ['counter', 'again-later'],
  // R5
  'certificate-expired': ['counter'],
  'certificate-revoked': ['counter'],
  'certificate-untrusted': ['counter'],
  'revocation-unknown': ['again-later', 'counter'],
  'card-mismatch': ['counter'],
  'signature-invalid': ['again-here', 'counter'],
  'challenge-expired': ['again-here'],
  'card-refused': ['again-here', 'counter'],
  'pin-not-resettable-here': ['counter'],
  'too-many-requests': ['again-later'],
  'service-fault': ['again-later', 'counter'],
  'not-authorised': ['ask-staff', 'again-later'],
  'not-permitted': ['ask-staff'],
  'invalid-request': ['ask-staff', 'counter'],
  'card-face-invalid': ['counter'],
  'image-unusable': ['counter'],
  'face-mismatch': ['counter'],
  'liveness-failed': ['counter'],
  'app-restricted': ['counter'],
};
