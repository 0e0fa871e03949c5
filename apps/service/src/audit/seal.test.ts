import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { type ExportFault, parseSignedNote, signedBy, verifierKey, verifyExport } from '@kaijo/audit-log';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase, type Transaction, transaction } from '../database/index.ts';
import { MIGRATIONS } from '../schema.ts';
import { appendAudit } from './append.ts';
import { exportAudit, exportLines } from './export.ts';
import { MOST_IN_A_BATCH, type Sealing, sealAudit } from './seal.ts';

const ORIGIN = 'kaijo.test/audit';
const START = new Date('2026-03-02T03:00:00.000Z').getTime();

function signingKey() {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = new Uint8Array(Buffer.from(x as string, 'base64url'));
  return {
    verifier: verifierKey(ORIGIN, publicKey),
    keys: {
      signAudit: async (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)),
      auditPublicKey: async () => publicKey,
    },
  };
}
const { verifier, keys } = signingKey();
const sealing: Sealing = { keys, origin: ORIGIN };

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
async function emptied(): Promise<void> {
  await database.db.deleteFrom('audit_head').execute();
  await database.db.deleteFrom('audit_entry').execute();
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

const verdict = (db: Parameters<typeof exportLines>[0] = database.db) =>
  verifyExport(exportLines(db, keys), { keys: [verifier] });

/** An administrator of the database: no constraint of a table stops them. */
async function faultAfter(...tampering: readonly ReturnType<typeof sql>[]): Promise<ExportFault | undefined> {
  const found = await rolledBack(async (tx) => {
    await sql`alter table audit_entry drop constraint audit_entry_leaf_index_key`.execute(tx);
    await sql`alter table audit_head drop constraint audit_head_size_key`.execute(tx);
    for (const statement of tampering) await statement.execute(tx);
    return verdict(tx);
  });
  return found.kind === 'broken' ? found.fault : undefined;
}

describe('R39: removal or change of an audit entry is found by anyone who checks, an administrator’s too', () => {
  beforeEach(async () => {
    await emptied();
    await decide(5);
    await sealAudit(database.db, sealing);
    await decide(8);
    await sealAudit(database.db, sealing);
    await decide(1);
  });

  it('an untouched log is intact, and says what no head covers yet', async () => {
    expect(await verdict()).toMatchObject({ kind: 'intact', size: 13, heads: 2, unsealed: 1 });
    expect(await sealAudit(database.db, sealing)).toBe(1);
    expect(await sealAudit(database.db, sealing)).toBe(0);
    expect(await verdict()).toMatchObject({ kind: 'intact', size: 14, heads: 3, unsealed: 0 });
    expect(await faultAfter()).toBeUndefined();
  });

  it.each([
    ['a changed kind', sql`update audit_entry set kind = 'x' where leaf_index = 6`, 'entry-changed', 6],
    [
      'a changed time',
      sql`update audit_entry set at = at + interval '1 ms' where leaf_index = 0`,
      'entry-changed',
      0,
    ],
    [
      'a changed subject',
      sql`update audit_entry set subjects = '{}' where leaf_index = 12`,
      'entry-changed',
      12,
    ],
    ['changed data', sql`update audit_entry set data = '{"a":1}' where leaf_index = 5`, 'entry-changed', 5],
    [
      'a changed id',
      sql`update audit_entry set id = gen_random_uuid() where leaf_index = 1`,
      'entry-changed',
      1,
    ],
    ['a removed entry', sql`delete from audit_entry where leaf_index = 7`, 'entry-missing', 7],
    ['a removed last entry', sql`delete from audit_entry where leaf_index = 12`, 'entry-missing', 12],
    [
      'an entry taken out of the tree again',
      sql`update audit_entry set leaf_index = null where leaf_index = 3`,
      'entry-missing',
      3,
    ],
    [
      'two entries that changed places',
      sql`update audit_entry set leaf_index = 17 - leaf_index where leaf_index in (8, 9)`,
      'entries-reordered',
      8,
    ],
    [
      'an entry put behind the last head',
      sql`update audit_entry set leaf_index = 13 where leaf_index is null`,
      'entry-added',
      13,
    ],
    [
      'an entry hidden before the first',
      sql`update audit_entry set leaf_index = -1 where leaf_index is null`,
      'entry-added',
      13,
    ],
    ['a removed first head', sql`delete from audit_head where after_size = 0`, 'head-missing', 0],
    [
      'a head that was written anew',
      sql`update audit_head set checkpoint = replace(checkpoint, '13', '12') where size = 13`,
      'head-forged',
      5,
    ],
    [
      'a head with another key',
      sql`update audit_head set public_key = ${new Uint8Array(32)} where after_size = 5`,
      'head-forged',
      5,
    ],
    [
      'a head without its signature',
      sql`update audit_head set signature = ${new Uint8Array(64)}`,
      'head-forged',
      0,
    ],
    [
      'a changed list of hashes',
      sql`update audit_head set leaf_hashes = ${new Uint8Array(160)} where after_size = 0`,
      'head-altered',
      0,
    ],
  ])('%s is found and named', async (_, tampering, defect, from) => {
    expect(await faultAfter(tampering)).toMatchObject({ defect, from });
  });

  it('an entry added among the sealed ones, those behind it moved on, is named', async () => {
    const fault = await faultAfter(
      sql`update audit_entry set leaf_index = leaf_index + 1 where leaf_index >= 3`,
      sql`insert into audit_entry (at, kind, subjects, data, leaf_index)
        values (${new Date(START)}, 'reservation.made', '{}', '{}', 3)`,
      sql`update audit_head set size = 6 where after_size = 0`,
    );
    expect(fault).toMatchObject({ defect: 'entry-added', from: 3 });
  });

  it('who changes an entry and the hashes beside its head is found out by the head: the batch is named', async () => {
    const fault = await faultAfter(
      sql`update audit_entry set kind = 'x' where leaf_index = 6`,
      sql`update audit_head set leaf_hashes = null where after_size = 5`,
    );
    expect(fault).toMatchObject({ defect: 'entries-differ', from: 5, to: 12 });
  });

  it('who takes the log back to an earlier head is found by whoever has the later one', async () => {
    const before = await verdict();
    if (before.kind !== 'intact') throw new Error('broken');
    const found = await rolledBack(async (tx) => {
      await sql`delete from audit_head where after_size = 5`.execute(tx);
      await sql`delete from audit_entry where leaf_index >= 5`.execute(tx);
      const known = [{ size: before.size, root: before.root }];
      return {
        alone: await verdict(tx),
        known: await verifyExport(exportLines(tx, keys), { keys: [verifier], known }),
      };
    });
    expect(found.alone).toMatchObject({ kind: 'intact', size: 5 });
    expect(found.known).toMatchObject({ kind: 'broken', fault: { defect: 'behind-known-head', from: 5 } });
  });
});

describe('sealing', () => {
  beforeEach(emptied);

  it('by several processes at the same time makes one chain: no entry lost, none twice', async () => {
    await decide(54);
    await Promise.all([1, 2, 3, 4].map(() => sealAudit(database.db, sealing)));
    await sealAudit(database.db, sealing);
    expect(await verdict()).toMatchObject({ kind: 'intact', size: 54, unsealed: 0 });
  });

  it('goes on where another process was faster while it signed', async () => {
    await decide(3);
    const overtaken: Sealing = {
      ...sealing,
      keys: {
        ...keys,
        signAudit: async (message) => {
          await decide(2);
          await sealAudit(database.db, sealing);
          return keys.signAudit(message);
        },
      },
    };
    expect(await sealAudit(database.db, overtaken)).toBe(0);
    expect(await verdict()).toMatchObject({ kind: 'intact', size: 5, heads: 1, unsealed: 0 });
  });

  it('seals nothing of a batch in which an entry was taken away meanwhile', async () => {
    await decide(3);
    const robbed: Sealing = {
      ...sealing,
      keys: {
        ...keys,
        signAudit: async (message) => {
          await sql`delete from audit_entry where subjects = ${`{"card":"c${decisions}"}`}`.execute(
            database.db,
          );
          return keys.signAudit(message);
        },
      },
    };
    await expect(sealAudit(database.db, robbed)).rejects.toThrow('went away');
    expect(await verdict()).toMatchObject({ kind: 'intact', size: 0, unsealed: 2 });
    await sealAudit(database.db, sealing);
    expect(await verdict()).toMatchObject({ kind: 'intact', size: 2, unsealed: 0 });
  });

  it('seals nothing while the keys are away, holds nobody up meanwhile, and makes up for it', async () => {
    await decide(2);
    const away: Sealing = {
      ...sealing,
      keys: {
        ...keys,
        signAudit: async () => {
          // Whoever decides meanwhile gets its transaction: one connection is all that this database has.
          await decide(1);
          throw new Error('away');
        },
      },
    };
    await expect(sealAudit(database.db, away)).rejects.toThrow('away');
    expect(await verdict()).toMatchObject({ kind: 'intact', size: 0, unsealed: 3 });
    await sealAudit(database.db, sealing);
    expect(await verdict()).toMatchObject({ kind: 'intact', size: 3, heads: 1 });
  });

  it('takes more than one batch into more than one head, and exports them page by page', async () => {
    await decide(2 * MOST_IN_A_BATCH + 500);
    await sealAudit(database.db, sealing);
    const first = await exportAudit(database.db, keys, { from: 0 });
    expect(first.next).toEqual({ from: 2 * MOST_IN_A_BATCH, size: 2 * MOST_IN_A_BATCH + 500 });
    // What is sealed meanwhile belongs to the next export.
    await decide(1);
    await sealAudit(database.db, sealing);
    const second = await exportAudit(database.db, keys, first.next ?? { from: 0 });
    expect(second.next).toBeUndefined();
    async function* lines() {
      yield* [...first.lines, ...second.lines];
    }
    const found = await verifyExport(lines(), { keys: [verifier] });
    expect(found).toMatchObject({ kind: 'intact', size: 2 * MOST_IN_A_BATCH + 500, heads: 3 });
  });

  it('keeps the name that the log began with, and names the key that signed each head', async () => {
    await decide(1);
    await sealAudit(database.db, sealing);
    const rotated = signingKey();
    await decide(1);
    await sealAudit(database.db, { keys: rotated.keys, origin: 'renamed.test/audit' });
    const both = { keys: [verifier, rotated.verifier] };
    const found = await verifyExport(exportLines(database.db, rotated.keys), both);
    expect(found).toMatchObject({ kind: 'intact', origin: ORIGIN, size: 2 });
    const head = parseSignedNote(found.kind === 'intact' ? (found.head ?? '') : '');
    expect(head && signedBy(head, rotated.verifier)).toBe('signed');
    expect((await verdict()).kind).toBe('broken');
  });
});
