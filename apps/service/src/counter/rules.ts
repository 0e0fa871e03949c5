import type { PinKind, Refusal, TargetPin } from '@kaijo/contract';
import type { CounterReset, CounterSession } from './record.ts';

type Of<S extends CounterReset['state']> = Extract<CounterReset, { state: S }>;

export type Decision<To extends CounterReset> =
  | { readonly kind: 'change'; readonly to: To }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/**
 * How long an identification stands while the person is at the desk; torn cards are finished within it (R33). After it
 * staff look at the person again: a new session is always possible, and on the card it is the same command.
 */
export const IDENTIFIED_MS = 30 * 60_000;

const OVER: Refusal = { problem: 'challenge-expired' };
const COMPLETED: Refusal = { problem: 'challenge-expired', reason: 'completed' };
const SECOND_PERSON: Refusal = { problem: 'not-permitted', reason: 'second-person-needed' };

/** The PINs with a key behind them: the new PIN is proven by a signature of that key (R31). */
export function provenByKey(pin: PinKind): pin is TargetPin {
  return pin === 'sign' || pin === 'auth';
}

/** May anything be begun or authorised under this identification (R35)? */
export function sessionRefusal(session: CounterSession, now: Date): Refusal | undefined {
  if (now >= session.authoriseUntil || now < session.openedAt) return OVER;
  return session.secondPerson === 'needed' ? SECOND_PERSON : undefined;
}

/** A first attempt, or another one after a torn card (R33); what the earlier one would still bring counts no more. */
export function begun(
  reset: CounterReset,
  of: { readonly nonce: Uint8Array; readonly channel: Uint8Array },
): Decision<Of<'begun'>> {
  if (reset.state === 'completed') return refuse(COMPLETED);
  return { kind: 'change', to: { ...named(reset), state: 'begun', ...of } };
}

/** The decision to initialise has been taken; one attempt is authorised once. */
export function authorised(
  reset: CounterReset,
  of: { readonly channel: Uint8Array; readonly attestation?: Uint8Array },
): Decision<Of<'authorised'>> {
  if (reset.state !== 'begun') return refuse(OVER);
  return { kind: 'change', to: { ...named(reset), state: 'authorised', nonce: reset.nonce, ...of } };
}

/** The card has initialised the PIN, by its R-MAC; now it is asked whether the new value is set. */
export function attesting(reset: CounterReset, attestation: Uint8Array): Decision<Of<'attesting'>> {
  if (reset.state !== 'authorised' || reset.attestation === undefined) return refuse(OVER);
  return { kind: 'change', to: { ...named(reset), state: 'attesting', nonce: reset.nonce, attestation } };
}

/** R31: the key behind the PIN has signed, or the card has attested: only from the state where that was asked for. */
export function completed(
  reset: CounterReset,
  of: { readonly receipt: string; readonly completedAt: Date },
): Decision<Of<'completed'>> {
  const asked = provenByKey(reset.pin) ? 'authorised' : 'attesting';
  if (reset.state !== asked) return refuse(OVER);
  return { kind: 'change', to: { ...named(reset), state: 'completed', ...of } };
}

function named({ session, pin }: CounterReset): { readonly session: string; readonly pin: PinKind } {
  return { session, pin };
}

function refuse(refusal: Refusal): { readonly kind: 'refuse'; readonly refusal: Refusal } {
  return { kind: 'refuse', refusal };
}
