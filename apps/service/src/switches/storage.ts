import { appendAudit } from '../audit/index.ts';
import type { Connection, Transaction } from '../database/index.ts';
import type { StopSwitch } from './rules.ts';

/** All switches that are set; there are few. Read them in the transaction of the decision. */
export async function currentSwitches(db: Connection): Promise<readonly StopSwitch[]> {
  return switchesQuery(db).orderBy('scope').orderBy('subject').execute();
}

/** The same for a statement that reads more; its rows are the switches. */
export function switchesQuery(db: Connection) {
  return db.selectFrom('stop_switch').select(['id', 'scope', 'subject', 'sentence']);
}

/**
 * Sets a switch (R42) and records who did (R39). Where the subject is stopped already the sentence is replaced.
 * @returns the switch as it stands, with the id that it has
 */
export async function setSwitch(
  tx: Transaction,
  of: { readonly stop: StopSwitch; readonly staff: string; readonly now: Date },
): Promise<StopSwitch> {
  const { id, scope, subject, sentence } = of.stop;
  const stored = await tx
    .insertInto('stop_switch')
    .values({ id, scope, subject, sentence: JSON.stringify(sentence) })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'subject']).doUpdateSet({ sentence: JSON.stringify(sentence) }),
    )
    .returning(['id', 'scope', 'subject', 'sentence'])
    .executeTakeFirstOrThrow();
  await appendAudit(tx, {
    at: of.now,
    kind: 'switch.set',
    subjects: { switch: stored.id, staff: of.staff },
    data: { scope, subject, sentence },
  });
  return stored;
}

/** Lets the subject go on. @returns false when there is no such switch */
export async function removeSwitch(
  tx: Transaction,
  of: { readonly id: string; readonly staff: string; readonly now: Date },
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('stop_switch')
    .where('id', '=', of.id)
    .returning(['scope', 'subject'])
    .executeTakeFirst();
  if (gone === undefined) return false;
  await appendAudit(tx, {
    at: of.now,
    kind: 'switch.removed',
    subjects: { switch: of.id, staff: of.staff },
    data: gone,
  });
  return true;
}
