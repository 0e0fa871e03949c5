import {
  COUNTER_ROUTES,
  type CounterProof,
  counterMessage,
  fromBase64Url,
  type Refusal,
} from '@kaijo/contract';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { randomUuid } from '../random.ts';
import { record, refuseAndRecord } from './audit.ts';
import { bytesOf, RESPONSES_UNREADABLE } from './bytes.ts';
import type { CounterDependencies } from './dependencies.ts';
import type { CounterReset, CounterSession } from './record.ts';
import { completed, provenByKey } from './rules.ts';
import { findCounterSession, findReset, lockReset, writeReset } from './storage.ts';
import { receiptOf } from './wire.ts';

const UNKNOWN: Refusal = { problem: 'challenge-expired' };
const NOT_SET: Refusal = { problem: 'card-refused', reason: 'not-set' };
const OTHER_PROOF = invalidField('body/proof', 'must be the one that this PIN has');

type Examined =
  | { readonly kind: 'proven'; readonly nonce: Uint8Array }
  | { readonly kind: 'completed' }
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly statusWord?: string | undefined };

/** The proof that the new PIN is on the card (R31); at any time, for a proof is a fact. */
export function completeEndpoint(of: CounterDependencies): Endpoint {
  const { db, random, certificates, cardManagement } = of;
  return defineCommand(COUNTER_ROUTES.completeCounterReset, {
    prepare: async ({ path: { id }, caller, body: { pin, proof } }) => {
      const session = await findCounterSession(db, { id, clerk: caller.member });
      const reset = session && (await findReset(db, { session: id, pin }));
      if (session === undefined || reset === undefined) return refuse(UNKNOWN);
      if ((proof.kind === 'signature') !== provenByKey(pin)) return refuse(OTHER_PROOF);
      const responses = bytesOf(proof.responses);
      if (responses === undefined) return refuse(RESPONSES_UNREADABLE);
      return ready(await examine({ session, reset, proof, responses }));
    },
    decide: async ({ tx, now, path: { id }, caller, body: { pin }, prepared: examined }) => {
      const session = await findCounterSession(tx, { id, clerk: caller.member });
      const reset = session && (await lockReset(tx, { session: id, pin }));
      if (session === undefined || reset === undefined) return refuse(UNKNOWN);
      if (reset.state === 'completed') return answer(200, receiptOf(reset));
      const step = { session, step: 'completion', pin, now } as const;
      if (examined.kind === 'refuse')
        return refuseAndRecord(tx, { ...step, statusWord: examined.statusWord }, examined.refusal);
      const isSame =
        examined.kind === 'proven' && 'nonce' in reset && Buffer.compare(reset.nonce, examined.nonce) === 0;
      const decision = isSame
        ? completed(reset, { receipt: randomUuid(random), completedAt: now })
        : ({ kind: 'refuse', refusal: UNKNOWN } as const);
      if (decision.kind === 'refuse') return refuseAndRecord(tx, step, decision.refusal);
      await writeReset(tx, decision.to);
      await record(tx, {
        session,
        now,
        kind: 'completed',
        data: { targetPin: pin, receipt: decision.to.receipt },
      });
      return answer(200, receiptOf(decision.to));
    },
  });

  async function examine(of: {
    readonly session: CounterSession;
    readonly reset: CounterReset;
    readonly proof: CounterProof;
    readonly responses: readonly Uint8Array[];
  }): Promise<Examined> {
    const { session, reset, proof, responses } = of;
    if (reset.state === 'completed') return { kind: 'completed' };
    if (proof.kind === 'signature') return bySignature(session, reset, proof, responses);
    if (reset.state !== 'attesting') return { kind: 'refuse', refusal: UNKNOWN };
    const attested = await cardManagement.attested({ channel: reset.attestation, responses, pin: reset.pin });
    switch (attested.kind) {
      case 'set':
        return { kind: 'proven', nonce: reset.nonce };
      case 'not-set':
        return { kind: 'refuse', refusal: NOT_SET };
      case 'refused': {
        const { reason, statusWord } = attested;
        return { kind: 'refuse', refusal: { problem: 'card-refused', reason }, statusWord };
      }
    }
  }

  /** The card did what was authorised, and the key behind the new PIN has signed. */
  async function bySignature(
    session: CounterSession,
    reset: CounterReset,
    proof: Extract<CounterProof, { kind: 'signature' }>,
    responses: readonly Uint8Array[],
  ): Promise<Examined> {
    const { pin } = reset;
    const signature = fromBase64Url(proof.signature);
    if (signature === undefined || proof.credential.kind !== pin)
      return { kind: 'refuse', refusal: OTHER_PROOF };
    if (reset.state !== 'authorised' || !provenByKey(pin)) return { kind: 'refuse', refusal: UNKNOWN };
    const done = await cardManagement.verify({ channel: reset.channel, responses, targetPin: pin });
    if (done.kind === 'refused') {
      const { reason, statusWord } = done;
      return { kind: 'refuse', refusal: { problem: 'card-refused', reason }, statusWord };
    }
    const message = counterMessage({ nonce: reset.nonce, session: session.id, pin });
    const proven = await certificates.prove({ credential: proof.credential, message, signature });
    if (proven.kind === 'refuse') return proven;
    return proven.card.ref === session.cardRef
      ? { kind: 'proven', nonce: reset.nonce }
      : { kind: 'refuse', refusal: { problem: 'signature-invalid' } };
  }
}
