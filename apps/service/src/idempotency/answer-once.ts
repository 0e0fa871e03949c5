import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';
import type { Clock } from '../clock.ts';
import { type Database, DatabaseUnavailable, type Transaction, transaction } from '../database/index.ts';
import type { Random } from '../random.ts';
import { openAnswer, type SentAnswer, sealAnswer } from './sealed-answer.ts';
import { findRecord, insertRecord, RECORD_LIFETIME_MS } from './storage.ts';

/** A call that may come more than once. */
export interface RepeatableCall {
  readonly key: string;
  /** Who calls: another caller with the same key is another call. */
  readonly principal: string;
  /** Method and path. */
  readonly target: string;
  /** SHA-256 of what was sent. */
  readonly fingerprint: Uint8Array;
}

/** The two steps of a command (http/route.ts), already in the form that is sent. */
export interface RepeatableSteps<P> {
  readonly prepare: () => Promise<{ readonly prepared: P } | { readonly refused: SentAnswer }>;
  /** `transient`: undo what was written and forget the answer. */
  readonly decide: (
    tx: Transaction,
    prepared: P,
  ) => Promise<{ readonly answer: SentAnswer; readonly transient: boolean }>;
}

export type OnceOutcome =
  | { readonly kind: 'answer'; readonly answer: SentAnswer; readonly repeated: boolean }
  /** The key was used before, with another body. */
  | { readonly kind: 'key-reused' };

export interface OnceDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Gives a call its first answer, however often it comes, at whichever process and after whichever restart: the record
 * of the answer is written in the transaction of what was decided. Of two that come at once the later one loses at the
 * record's unique id, is undone, and gets the earlier one's answer.
 */
export async function answerOnce<P>(
  { db, clock, random }: OnceDependencies,
  call: RepeatableCall,
  steps: RepeatableSteps<P>,
): Promise<OnceOutcome> {
  const id = recordId(call);
  const first = () => firstAnswer(db, id, call);
  const before = await first();
  if (before !== undefined) return before;

  const preparation = await steps.prepare();
  // It may have been refused because of what the first one has done meanwhile.
  if ('refused' in preparation) return (await first()) ?? newAnswer(preparation.refused);

  const decideOnce = () =>
    transaction(db, async (tx) => {
      const { answer, transient } = await steps.decide(tx, preparation.prepared);
      if (transient) throw new Undone(answer);
      const inserted = await insertRecord(tx, {
        id,
        fingerprint: call.fingerprint,
        sealed_answer: sealAnswer(answer, call.key, id, random),
        expires_at: new Date(clock.now().getTime() + RECORD_LIFETIME_MS),
      });
      if (!inserted) throw new Undone();
      return newAnswer(answer);
    });
  try {
    return await decideOnce().catch(async (error: unknown) => {
      if (!(error instanceof DatabaseUnavailable && error.committed === 'unknown')) throw error;
      // The record says whether it was committed. Should it be under way yet, the record's unique id decides.
      return (await first()) ?? decideOnce();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
    const outcome = (await first()) ?? (error.answer && newAnswer(error.answer));
    if (outcome === undefined) throw new Error('the record of the first answer was swept within a call');
    return outcome;
  }
}

/** Carries out of a transaction what is to be undone. */
class Undone extends Error {
  readonly answer: SentAnswer | undefined;

  constructor(answer?: SentAnswer) {
    super('undone');
    this.answer = answer;
  }
}

async function firstAnswer(
  db: Database,
  id: Uint8Array,
  { key, fingerprint }: RepeatableCall,
): Promise<OnceOutcome | undefined> {
  const record = await findRecord(db, id);
  if (record === undefined) return undefined;
  if (Buffer.compare(record.fingerprint, fingerprint) !== 0) return { kind: 'key-reused' };
  return { kind: 'answer', answer: openAnswer(record.sealed_answer, key, id), repeated: true };
}

function newAnswer(answer: SentAnswer): OnceOutcome {
  return { kind: 'answer', answer, repeated: false };
}

function recordId({ key, principal, target }: RepeatableCall): Uint8Array {
  return new Uint8Array(
    createHash('sha256')
      .update(canonicalJson([key, principal, target]))
      .digest(),
  );
}
