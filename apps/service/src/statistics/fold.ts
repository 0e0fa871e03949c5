import { type SealedEntry, sealedEntries } from '../audit/index.ts';
import { type Connection, type Database, type Transaction, transaction } from '../database/index.ts';
import { storeOfKiosk } from '../kiosk-trust/index.ts';
import { storeAt } from '../stores/index.ts';
import { addToRollups } from './rollup.ts';
import { type Counted, countedOf, hourOf } from './rules.ts';

const BATCH = 1_000;

interface Cell extends Counted {
  readonly hour: Date;
  readonly chain: string;
  readonly prefecture: string;
  count: number;
}

/**
 * Counts what the audit log has sealed since last time. The log is written in the transaction of each decision, and its
 * place in the tree is where counting goes on, so that nothing is lost and nothing counted twice; the decisions
 * themselves pay nothing for it. Of two processes one wins the batch.
 * @returns the number of entries looked at
 */
export async function foldStatistics(db: Database): Promise<number> {
  for (let total = 0; ; ) {
    const looked = await foldBatch(db);
    total += looked;
    if (looked < BATCH) return total;
  }
}

async function foldBatch(db: Database): Promise<number> {
  return transaction(db, async (tx) => {
    const from = await lockPlace(tx);
    const entries = await sealedEntries(tx, { from, limit: BATCH });
    const last = entries.at(-1);
    if (last === undefined) return 0;
    const cells = await cellsOf(tx, entries);
    for (const cell of cells.values()) await addTo(tx, cell);
    await addToRollups(tx, cells.values());
    await tx
      .updateTable('statistic_fold')
      .set({ next: last.leafIndex + 1 })
      .where('log', '=', 'audit')
      .execute();
    return entries.length;
  });
}

async function lockPlace(tx: Transaction): Promise<number> {
  await tx
    .insertInto('statistic_fold')
    .values({ log: 'audit', next: 0 })
    .onConflict((conflict) => conflict.column('log').doNothing())
    .execute();
  const { next } = await tx
    .selectFrom('statistic_fold')
    .select('next')
    .where('log', '=', 'audit')
    .forUpdate()
    .executeTakeFirstOrThrow();
  return Number(next);
}

async function cellsOf(tx: Transaction, entries: readonly SealedEntry[]): Promise<ReadonlyMap<string, Cell>> {
  const cells = new Map<string, Cell>();
  const places = new Map<string, { readonly chain: string; readonly prefecture: string }>();
  for (const { at, kind, subjects, data } of entries) {
    const counted = countedOf({ kind, data });
    if (counted === undefined) continue;
    const kiosk = subjects.kiosk ?? '';
    const place = places.get(kiosk) ?? (await placeOf(tx, kiosk, at));
    places.set(kiosk, place);
    const hour = hourOf(at);
    const { event, pin, problem } = counted;
    const key = JSON.stringify([hour, event, pin, problem, place.chain, place.prefecture]);
    const cell = cells.get(key) ?? { hour, ...counted, ...place, count: 0 };
    cell.count++;
    cells.set(key, cell);
  }
  return cells;
}

async function placeOf(db: Connection, kiosk: string, at: Date) {
  const store = kiosk === '' ? undefined : await storeAt(db, storeOfKiosk(db, kiosk), at);
  return store ? { chain: store.chain, prefecture: store.prefecture } : { chain: '', prefecture: '' };
}

async function addTo(tx: Transaction, cell: Cell): Promise<void> {
  await tx
    .insertInto('statistic_hour')
    .values(cell)
    .onConflict((conflict) =>
      conflict
        .columns(['hour', 'event', 'pin', 'problem', 'chain', 'prefecture'])
        .doUpdateSet(({ ref, eb }) => ({
          count: eb(ref('statistic_hour.count'), '+', ref('excluded.count')),
        })),
    )
    .execute();
}
