import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FileKeyStore } from '@kaijo/keys';
import { persona } from '@kaijo/personas';
import { findPostgres, freshDatabase } from '@kaijo/postgres-server';
import { memoryOutbox } from '@kaijo/procedures';
import { createLog, openDatabaseOf, readConfiguration, startService, verifyAudit } from '@kaijo/service';
import { expect, it } from 'vitest';
import { CardInHand } from '../support/card-in-hand.ts';
import { random } from '../support/demo-card.ts';
import { startAsProcess } from '../support/restartable-service.ts';
import {
  attemptAtKiosk,
  HOLDER,
  kioskAt,
  lockedCard,
  newPinOf,
  PATIENT,
  PINS,
  phoneAt,
  reservationOf,
  reserveByPhone,
} from '../support/story.ts';

const run = promisify(execFile);

it('a dump of the running service, restored elsewhere: a service over it knows every reservation, and no PIN is in it', async () => {
  const server = process.env.KAIJO_TEST_DATABASE as string;
  const programs = (await findPostgres()) as string;
  const databaseUrl = await freshDatabase(programs, server);
  const service = await startAsProcess({ DATABASE_URL: databaseUrl, KAIJO_FACE_MODULE: 'none' });
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-backup-'));
  const kiosk = await kioskAt(service);
  try {
    const phone = phoneAt(service);
    const reserve = async () => {
      const card = await CardInHand.of(await lockedCard(service, 'auth'));
      const reserved = await reserveByPhone({
        phone,
        card,
        target: 'auth',
        patience: PATIENT,
        terms: '',
        takeFrames: async () => ({ frames: [] }),
        now: service.now(),
      });
      if (reserved.kind !== 'reserved') throw new Error(reserved.kind);
      return { card, token: reserved.answer.token };
    };
    const finished = await reserve();
    const end = await attemptAtKiosk({
      client: kiosk.client,
      outbox: memoryOutbox(),
      patience: PATIENT,
      now: service.now,
      channel: await finished.card.connect(),
      target: 'auth',
      newPin: newPinOf('auth', 1),
    });
    expect(end.kind).toBe('completed');
    const waiting = await reserve();

    const dump = join(folder, 'kaijo.dump');
    await run(`${programs}/pg_dump`, ['--format=custom', '--file', dump, databaseUrl], { cwd: '/' });
    const restored = await freshDatabase(programs, server);
    await run(`${programs}/pg_restore`, ['--exit-on-error', '--no-owner', '--dbname', restored, dump], {
      cwd: '/',
    });

    const configuration = readConfiguration({
      KAIJO_DATA: service.folder.root,
      DATABASE_URL: restored,
      PORT: '0',
      KAIJO_KIOSK_PORT: '0',
      KAIJO_LOG_LEVEL: 'silent',
    });
    await service.process.kill();
    const second = await startService({
      configuration,
      clock: { now: service.now },
      random,
      log: createLog('silent'),
    });
    try {
      const there = phoneAt({ ...service, publicUrl: second.publicUrl });
      expect((await reservationOf(there, finished.token)).state).toBe('completed');
      expect((await reservationOf(there, waiting.token)).state).toBe('open');
      const { db, close } = await openDatabaseOf({ configuration, log: createLog('silent') });
      const keys = await FileKeyStore.open(service.folder.keys, random);
      expect(await verifyAudit(db, await keys.auditPublicKey())).toMatchObject({ kind: 'intact' });
      await close();
    } finally {
      await second.close();
    }

    const plain = join(folder, 'kaijo.sql');
    await run(`${programs}/pg_dump`, ['--inserts', '--file', plain, restored], { cwd: '/' });
    const text = await readFile(plain, 'latin1');
    expect(text).toContain('reservation.made');
    expect(formsOf(PINS.sign, persona(HOLDER).name).filter((form) => text.includes(form))).toEqual([]);
  } finally {
    await kiosk.close();
    await service.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** As text in UTF-8 (latin1 as it was read), and as hex, which is how bytea is dumped. The whole search: tests/secrets. */
function formsOf(...secrets: readonly string[]): readonly string[] {
  return secrets.flatMap((secret) => {
    const bytes = Buffer.from(secret, 'utf8');
    return [bytes.toString('latin1'), bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')];
  });
}
