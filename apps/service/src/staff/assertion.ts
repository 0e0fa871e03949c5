import type { PasskeyAssertion } from '@kaijo/contract';
import type { Transaction } from '../database/index.ts';
import { findCeremony, useUpCeremony } from './ceremonies.ts';
import type { StaffDependencies } from './dependencies.ts';
import { findMember } from './members.ts';
import { countPasskeyUse, findPasskey, type Passkey } from './passkeys.ts';
import type { Ceremony, StaffMember } from './record.ts';
import { mayAct } from './rules.ts';
import { assertedCounter } from './web-authn.ts';

type AssertionKind = Exclude<Ceremony['purpose']['kind'], 'registration'>;

/** A passkey has answered; nothing is decided on it yet. */
export interface CheckedAssertion<K extends AssertionKind> {
  readonly ceremony: Ceremony & { readonly purpose: Extract<Ceremony['purpose'], { kind: K }> };
  readonly passkey: Passkey;
  readonly counter: number;
}

/** `undefined` for whatever is wrong with it. */
export async function checkAssertion<K extends AssertionKind>(
  { db, origin }: Pick<StaffDependencies, 'db' | 'origin'>,
  of: {
    readonly ceremony: string;
    readonly response: PasskeyAssertion;
    readonly kind: K;
    readonly now: Date;
  },
): Promise<CheckedAssertion<K> | undefined> {
  const ceremony = await findCeremony(db, { id: of.ceremony, kind: of.kind, now: of.now });
  const passkey = ceremony && (await findPasskey(db, of.response.id));
  if (ceremony === undefined || passkey === undefined) return undefined;
  const counter = await assertedCounter({ origin: origin() }, ceremony.challenge, passkey, of.response);
  return counter === undefined ? undefined : { ceremony, passkey, counter };
}

/** Takes the answer, once: whoever it was, as long as passkey and member stand. */
export async function assert(
  tx: Transaction,
  of: {
    readonly ceremony: Pick<Ceremony, 'id' | 'expiresAt'>;
    readonly passkey: Passkey;
    readonly counter: number;
  },
  now: Date,
): Promise<StaffMember | undefined> {
  const { ceremony, passkey, counter } = of;
  if (ceremony.expiresAt <= now || !(await useUpCeremony(tx, ceremony.id))) return undefined;
  const still = await findPasskey(tx, passkey.id);
  const member = still && (await findMember(tx, { id: still.member }));
  if (member === undefined || !mayAct(member)) return undefined;
  await countPasskeyUse(tx, passkey.id, counter);
  return member;
}
