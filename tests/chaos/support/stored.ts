import { setTimeout } from 'node:timers/promises';
import { createLog, openDatabaseOf, readConfiguration, verifyAudit } from '@kaijo/service';
import type { Stored } from './history.ts';

/** Reads what the invariants are about out of the database, as it stands now. */
export async function readStored(
  databaseUrl: string,
  auditPublicKey: Uint8Array,
): Promise<Omit<Stored, 'cardsWithTwoLive'>> {
  const configuration = readConfiguration({ DATABASE_URL: databaseUrl });
  const { db, close } = await openDatabaseOf({ configuration, log: createLog('silent') });
  try {
    const reservations = await db.selectFrom('reservation').selectAll().execute();
    const sessions = await db.selectFrom('kiosk_session').selectAll().execute();
    const audit = await db.selectFrom('audit_entry').selectAll().orderBy('at').orderBy('id').execute();
    const failures = await db.selectFrom('face_failure_count').selectAll().where('of', '=', 'card').execute();
    const verdict = await verifyAudit(db, auditPublicKey);
    return {
      reservations: reservations.map((row) => ({
        id: row.id,
        cardRef: row.card_ref,
        state: row.state,
        endedBy: row.ended_by,
        authorisedSession: row.authorised_session,
      })),
      kioskSessions: sessions.map(({ id, reservation, state, receipt }) => ({
        id,
        reservation,
        state,
        receipt,
      })),
      audit: audit.map(({ kind, subjects, data, leaf_index }) => ({
        kind,
        subjects: JSON.parse(subjects),
        data: JSON.parse(data),
        leafIndex: leaf_index,
      })),
      faceFailures: failures.map(({ ref, failures, restricted_until }) => ({
        cardRef: ref,
        failures,
        restricted: restricted_until !== null,
      })),
      auditTree: verdict.kind === 'intact' ? 'intact' : `${verdict.fault.defect} at ${verdict.fault.from}`,
    };
  } finally {
    await close();
  }
}

/** Looks several times a second for cards with two live reservations (R15), until it is told to stop. */
export async function watchLive(databaseUrl: string): Promise<{ stop(): Promise<readonly string[]> }> {
  const configuration = readConfiguration({ DATABASE_URL: databaseUrl, KAIJO_DATABASE_CONNECTIONS: '1' });
  const { db, close } = await openDatabaseOf({ configuration, log: createLog('silent') });
  const found = new Set<string>();
  let stopped = false;
  const watching = (async () => {
    for (; !stopped; await setTimeout(300)) {
      const rows = await db
        .selectFrom('reservation')
        .select('card_ref')
        .where('state', 'in', ['open', 'initialising'])
        .groupBy('card_ref')
        .having(({ fn }) => fn.countAll(), '>', 1)
        .execute()
        .catch(() => []); // away: looked again soon
      for (const { card_ref } of rows) found.add(card_ref);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
      await close();
      return [...found];
    },
  };
}
