import { generateKeyPairSync, sign } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase, type Transaction, transaction } from '../database/index.ts';
import type { KeyStore } from '../keys/index.ts';
import { MIGRATIONS } from '../schema.ts';
import { appendAudit } from './append.ts';
import { sealAudit } from './seal.ts';
import { verifyAudit } from './verify.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const keys = {
  signAudit: async (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)),
} as unknown as KeyStore;
const auditPublicKey = new Uint8Array(
  Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url'),
);
const START = new Date('2026-03-02T03:00:00.000Z').getTime();

let database: OpenDatabase;
beforeAll(async () => {
  database = await openDatabase({ place: { kind: 'memory' }, migrations: MIGRATIONS });
});
afterAll(() => database.close());

let decisions = 0;
async function decide(count: number): Promise<void> {
  await transaction(database.db, async (tx) => {
    for (let i = 0; i < count; i++) {
      decisions += 1;
      await appendAudit(tx, {
        at: new Date(START + decisions),
        kind: 'reservation.made',
        subjects: { card: `c${decisions}` },
      });
    }
  });
}
/** What `work` finds in a transaction that is then undone. */
async function rolledBack<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const undo = new Error('undo');
  let result: T | undefined;
  await transaction(database.db, async (tx) => {
    result = await work(tx);
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return result as T;
}

const verdict = () => verifyAudit(database.db, auditPublicKey);

describe('R39: removal or change of an audit entry is found by anyone who checks', () => {
  beforeEach(async () => {
    await database.db.deleteFrom('audit_head').execute();
    await database.db.deleteFrom('audit_entry').execute();
    await decide(5);
    await sealAudit(database.db, keys);
    await decide(8);
    await sealAudit(database.db, keys);
    await decide(1);
  });

  it('an untouched log is intact, and says what no head covers yet', async () => {
    expect(await verdict()).toEqual({ kind: 'intact', sealed: 13, unsealed: 1 });
    expect(await sealAudit(database.db, keys)).toBe(1);
    expect(await sealAudit(database.db, keys)).toBe(0);
    expect(await verdict()).toEqual({ kind: 'intact', sealed: 14, unsealed: 0 });
  });

  it.each([
    [
      'a changed kind',
      sql`update audit_entry set kind = 'reservation.cancelled' where leaf_index = 6`,
      6,
      'entry-changed',
    ],
    [
      'a changed time',
      sql`update audit_entry set at = at + interval '1 ms' where leaf_index = 0`,
      0,
      'entry-changed',
    ],
    [
      'a changed subject',
      sql`update audit_entry set subjects = '{}' where leaf_index = 12`,
      12,
      'entry-changed',
    ],
    ['a removed entry', sql`delete from audit_entry where leaf_index = 7`, 7, 'entry-missing'],
    ['a removed last entry', sql`delete from audit_entry where leaf_index = 12`, 12, 'entry-missing'],
    [
      'two entries that changed places, hashes and all',
      sql`update audit_entry set leaf_index = case leaf_index when 8 then 9 else 8 end where leaf_index in (8, 9)`,
      5,
      'root-differs',
    ],
    [
      'an entry put behind the last head',
      sql`update audit_entry set leaf_index = 13 where leaf_index is null`,
      13,
      'entry-added',
    ],
    ['a removed first head', sql`delete from audit_head where after_size = 0`, 0, 'head-chain-broken'],
    [
      'a head that was written anew',
      sql`update audit_head set checkpoint = replace(checkpoint, 'kaijo', 'Kaijo') where after_size = 5`,
      5,
      'signature-invalid',
    ],
  ])('%s is found and named', async (_, tampering, at, defect) => {
    const found = await rolledBack(async (tx) => {
      // The database checks a unique column row by row; two places are exchanged without it.
      await sql`alter table audit_entry drop constraint audit_entry_leaf_index_key`.execute(tx);
      await tampering.execute(tx);
      return verifyAudit(tx, auditPublicKey);
    });
    expect(found).toEqual({ kind: 'broken', at, defect });
  });

  it('processes that seal at the same time make one chain', async () => {
    await decide(40);
    await Promise.all([1, 2, 3, 4].map(() => sealAudit(database.db, keys)));
    await sealAudit(database.db, keys);
    expect(await verdict()).toEqual({ kind: 'intact', sealed: 54, unsealed: 0 });
  });
});
