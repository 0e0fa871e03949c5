import type { PasskeyAssertion, PasskeyRegistration } from '@kaijo/contract';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Random } from '../random.ts';
import type { Passkey } from './passkeys.ts';
import type { StaffMember } from './record.ts';
import { CEREMONY_MS } from './rules.ts';

const CHALLENGE_BYTES = 32;

/** Where staff sign in: the relying party of their passkeys (Web Authentication Level 3, 4). */
export interface RelyingParty {
  /** Scheme, host and port of the counter's pages. */
  readonly origin: string;
}

function idOf({ origin }: RelyingParty): string {
  return new URL(origin).hostname;
}

/** A passkey that stays on its authenticator and asks for the person's finger or PIN each time. */
export async function registrationOptions(party: RelyingParty, member: StaffMember, random: Random) {
  return generateRegistrationOptions({
    rpName: 'Kaijo',
    rpID: idOf(party),
    userName: member.number,
    userID: new Uint8Array(Buffer.from(member.id.replaceAll('-', ''), 'hex')),
    challenge: new Uint8Array(random(CHALLENGE_BYTES)),
    timeout: CEREMONY_MS,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** `undefined`: not an answer to this challenge, of this origin, or of an authenticator that has checked its user. */
export async function registeredPasskey(
  party: RelyingParty,
  challenge: string,
  response: PasskeyRegistration,
): Promise<Omit<Passkey, 'member'> | undefined> {
  const verified = await orUndefined(() =>
    verifyRegistrationResponse({
      response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: idOf(party),
      requireUserVerification: true,
    }),
  );
  if (!verified?.verified) return undefined;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { id, publicKey, counter };
}

/** Any of the staff's passkeys: who it is shows when it answers. */
export async function assertionOptions(party: RelyingParty, random: Random) {
  return generateAuthenticationOptions({
    rpID: idOf(party),
    challenge: new Uint8Array(random(CHALLENGE_BYTES)),
    timeout: CEREMONY_MS,
    userVerification: 'required',
  });
}

/** The passkey's new signature counter. `undefined`: not this passkey's answer, or a counter that ran backwards. */
export async function assertedCounter(
  party: RelyingParty,
  challenge: string,
  passkey: Passkey,
  response: PasskeyAssertion,
): Promise<number | undefined> {
  const verified = await orUndefined(() =>
    verifyAuthenticationResponse({
      response: response as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: idOf(party),
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    }),
  );
  return verified?.verified ? verified.authenticationInfo.newCounter : undefined;
}

/** The library throws for whatever does not fit: here a wrong answer is a value. */
async function orUndefined<T>(verify: () => Promise<T>): Promise<T | undefined> {
  try {
    return await verify();
  } catch {
    return undefined;
  }
}
