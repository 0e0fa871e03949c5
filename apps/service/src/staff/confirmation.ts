import type { PasskeyAssertion, PasskeyCeremony, Refusal } from '@kaijo/contract';
import type { Transaction } from '../database/index.ts';
import { randomUuid } from '../random.ts';
import { assert, type CheckedAssertion, checkAssertion } from './assertion.ts';
import { insertCeremony } from './ceremonies.ts';
import type { StaffDependencies } from './dependencies.ts';
import { CEREMONY_MS, secondPersonRefusal } from './rules.ts';
import { assertionOptions } from './web-authn.ts';

const NOT_AUTHORISED: Refusal = { problem: 'not-authorised' };

/** R35: a second person stands behind one act of the first, with the own passkey, at the same screen. */
export interface Confirmations {
  prepare(): Promise<PasskeyCeremony['options']>;
  /** Asks for the passkey; the answer is good for `subject` only. */
  begin(
    tx: Transaction,
    of: { readonly subject: string; readonly options: PasskeyCeremony['options']; readonly now: Date },
  ): Promise<PasskeyCeremony>;
  check(of: {
    readonly ceremony: string;
    readonly response: PasskeyAssertion;
    readonly now: Date;
  }): Promise<CheckedAssertion<'confirmation'> | undefined>;
  /** Takes the answer, once. @returns the number of the second person */
  confirm(
    tx: Transaction,
    of: {
      readonly checked: CheckedAssertion<'confirmation'>;
      readonly subject: string;
      /** Member id of the first person. */
      readonly first: string;
      readonly now: Date;
    },
  ): Promise<
    | { readonly kind: 'confirmed'; readonly by: string }
    | { readonly kind: 'refuse'; readonly refusal: Refusal }
  >;
}

export function createConfirmations(of: StaffDependencies): Confirmations {
  const { random, origin } = of;
  return {
    prepare: async () => ({ ...(await assertionOptions({ origin: origin() }, random)) }),
    async begin(tx, { subject, options, now }) {
      const id = randomUuid(random);
      await insertCeremony(tx, {
        id,
        purpose: { kind: 'confirmation', subject },
        challenge: options.challenge,
        expiresAt: new Date(now.getTime() + CEREMONY_MS),
      });
      return { ceremony: id, options };
    },
    check: (answer) => checkAssertion(of, { ...answer, kind: 'confirmation' }),
    async confirm(tx, { checked, subject, first, now }) {
      const second = await assert(tx, checked, now);
      if (second === undefined || checked.ceremony.purpose.subject !== subject)
        return { kind: 'refuse', refusal: NOT_AUTHORISED };
      const refusal = secondPersonRefusal({ first, second });
      return refusal === undefined ? { kind: 'confirmed', by: second.number } : { kind: 'refuse', refusal };
    },
  };
}
