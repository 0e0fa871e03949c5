import { appendAudit } from '../audit/index.ts';
import type { Connection, Transaction } from '../database/index.ts';
import { currentSettings, restrictionMs } from '../settings/index.ts';
import {
  type Counts,
  type FaceOutcome,
  type FailureCount,
  type Judged,
  judge,
  liftedAt,
  NO_FAILURES,
  restrictionAt,
  type Standing,
} from './rules.ts';

/** Who takes the face check: the references of the app installation and, once it is known, of the card. */
export interface FaceCheckSubjects {
  readonly appRef: string;
  readonly cardRef?: string;
}

/** R19, R21: may a face check be made by this app with this card, and how many failures are left? */
export async function checkRestricted(
  db: Connection,
  { appRef, cardRef }: FaceCheckSubjects,
  now: Date,
): Promise<Standing> {
  const [app, card] = [
    await readCount(db, 'app', appRef),
    cardRef === undefined ? NO_FAILURES : await readCount(db, 'card', cardRef),
  ];
  return restrictionAt({ app, card }, now);
}

/** R19: until when no face check can be made with this card; `undefined` when one can. */
export async function restrictionOfCard(
  db: Connection,
  cardRef: string,
  now: Date,
): Promise<Date | undefined> {
  const standing = restrictionAt({ app: NO_FAILURES, card: await readCount(db, 'card', cardRef) }, now);
  return standing.kind === 'restricted' ? standing.until : undefined;
}

/**
 * Counts one face check (R19-R22) and records the restriction that it may begin (R39); the outcome itself is the
 * caller's audit entry. Outcomes of one card or one app are counted one after the other, however many phones there are.
 */
export async function recordFaceOutcome(
  tx: Transaction,
  of: {
    readonly cardRef: string;
    readonly appRef: string;
    readonly outcome: FaceOutcome;
    readonly now: Date;
  },
): Promise<Judged> {
  // Everybody locks the card before the app, so that nobody waits in a circle.
  const counts: Counts = {
    card: await lockCount(tx, 'card', of.cardRef),
    app: await lockCount(tx, 'app', of.appRef),
  };
  const judged = judge(counts, of.outcome, of.now, restrictionMs(await currentSettings(tx)));
  if (judged.kind !== 'passed' && judged.kind !== 'failed') return judged;
  await writeCount(tx, 'card', of.cardRef, judged.counts.card);
  await writeCount(tx, 'app', of.appRef, judged.counts.app);
  if (judged.kind === 'failed' && judged.restrictedUntil !== undefined) {
    await appendAudit(tx, {
      at: of.now,
      kind: 'restriction.began',
      subjects: { card: of.cardRef, app: of.appRef },
      data: { until: judged.restrictedUntil.toISOString() },
    });
  }
  return judged;
}

/** Whose restriction staff lift, and how they checked the person (R22, R35). */
export interface Lifting {
  readonly subject: { readonly of: 'card' | 'app'; readonly ref: string };
  /** The staff member's id at the operator. */
  readonly staff: string;
  /** The kind of document, not its number. */
  readonly identifiedBy: string;
  readonly now: Date;
}

/** Ends a restriction before its time (R22). @returns false when there is none to lift; then nothing is changed */
export async function liftRestriction(tx: Transaction, of: Lifting): Promise<boolean> {
  const { subject, staff, identifiedBy, now } = of;
  const lifted = liftedAt(await lockCount(tx, subject.of, subject.ref), now);
  if (lifted === undefined) return false;
  await writeCount(tx, subject.of, subject.ref, lifted);
  await appendAudit(tx, {
    at: now,
    kind: 'restriction.lifted',
    subjects: { [subject.of]: subject.ref, staff },
    data: { identifiedBy },
  });
  return true;
}

async function readCount(db: Connection, of: 'card' | 'app', ref: string): Promise<FailureCount> {
  const row = await selectCount(db, of, ref).executeTakeFirst();
  return row === undefined ? NO_FAILURES : countOf(row);
}

/** A count that is not there yet is made, so that there is a row to lock. Rows at zero stay for that reason too. */
async function lockCount(tx: Transaction, of: 'card' | 'app', ref: string): Promise<FailureCount> {
  await tx
    .insertInto('face_failure_count')
    .values({ of, ref, failures: 0, restricted_until: null })
    .onConflict((conflict) => conflict.columns(['ref', 'of']).doNothing())
    .execute();
  return countOf(await selectCount(tx, of, ref).forUpdate().executeTakeFirstOrThrow());
}

async function writeCount(
  tx: Transaction,
  of: 'card' | 'app',
  ref: string,
  { failures, restrictedUntil }: FailureCount,
): Promise<void> {
  await tx
    .updateTable('face_failure_count')
    .set({ failures, restricted_until: restrictedUntil ?? null })
    .where('ref', '=', ref)
    .where('of', '=', of)
    .execute();
}

function selectCount(db: Connection, of: 'card' | 'app', ref: string) {
  return db
    .selectFrom('face_failure_count')
    .select(['failures', 'restricted_until'])
    .where('ref', '=', ref)
    .where('of', '=', of);
}

function countOf(row: { readonly failures: number; readonly restricted_until: Date | null }): FailureCount {
  const { failures, restricted_until } = row;
  return { failures, ...(restricted_until !== null && { restrictedUntil: restricted_until }) };
}
