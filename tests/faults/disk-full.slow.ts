import { join } from 'node:path';
import { dataFolder } from '@kaijo/cli/installation';
import { findPostgres, freshDatabase, startPostgres } from '@kaijo/postgres-server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CardInHand } from '../support/card-in-hand.ts';
import { startAsProcess } from '../support/restartable-service.ts';
import { ANY_FRAMES, PATIENT, reservationOf, reserveByPhone } from '../support/story.ts';
import { type Bench, benchAround } from './support/bench.ts';
import { resetWithFaults } from './support/reset-with-faults.ts';
import { type SmallDisk, smallDisk } from './support/small-disk.ts';

const mayMount = process.platform === 'linux' && process.getuid?.() === 0;
const programs = await findPostgres();

describe.runIf(mayMount)('R33: a full disk', () => {
  let disk: SmallDisk;
  beforeEach(() => {
    disk = smallDisk(400);
  });
  afterEach(() => disk.remove());

  it('the service’s own: what was acknowledged stays, and it goes on with space and a restart', async () => {
    const { folder } = disk;
    const started = await startAsProcess({ KAIJO_DATA: folder, KAIJO_LOG_LEVEL: 'silent', DATABASE_URL: '' });
    const service: typeof started = Object.create(started, {
      folder: { value: dataFolder({ KAIJO_DATA: folder }) },
    });
    const bench = await benchAround(service, async () => ANY_FRAMES);
    const tokens = await reserveWhileItFills(bench, disk);
    await disk.free();
    await service.restart();
    await expectAllKept(bench, tokens);
    await bench.close();
  });

  it.skipIf(programs === undefined)(
    'PostgreSQL’s: what was acknowledged stays, and it goes on with space, without anybody restarting the service',
    async () => {
      await using server = await startPostgres({
        programs: programs as string,
        folder: join(disk.folder, 'postgres'),
        durable: true,
        settings: ['max_wal_size=64MB', 'min_wal_size=32MB'],
      });
      const DATABASE_URL = await freshDatabase(programs as string, server.url);
      const service = await startAsProcess({ DATABASE_URL, KAIJO_LOG_LEVEL: 'silent' });
      const bench = await benchAround(service, async () => ANY_FRAMES);
      const tokens = await reserveWhileItFills(bench, disk);
      await disk.free();
      if (!server.isRunning) await server.start();
      await expectAllKept(bench, tokens);
      await bench.close();
    },
  );
});

/** Reservations for one card until forty have been tried on the full disk. @returns tokens of those that were acknowledged */
async function reserveWhileItFills(bench: Bench, disk: SmallDisk): Promise<readonly string[]> {
  const tokens: string[] = [];
  let refused = 0;
  const reserveOnce = async () => {
    const end = await reserveByPhone({
      phone: bench.phone,
      card: await CardInHand.of(bench.locked.auth),
      target: 'auth',
      patience: { ...PATIENT, attempts: 1 },
      terms: bench.terms,
      takeFrames: bench.takeFrames,
      now: bench.service.now(),
    });
    if (end.kind === 'reserved') tokens.push(end.answer.token);
    else refused++;
  };
  await reserveOnce();
  expect(tokens).toHaveLength(1);
  disk.fill();
  for (let time = 0; time < 40; time++) await reserveOnce();
  console.log('acknowledged', tokens.length, 'refused', refused);
  expect(refused, 'the disk was not full').toBeGreaterThan(0);
  return tokens;
}

/** R15: each replaced the one before; all of them are known, the last one is open, and its PIN can be reset. */
async function expectAllKept(bench: Bench, tokens: readonly string[]): Promise<void> {
  const states = await Promise.all(
    tokens.map(async (token) => (await reservationOf(bench.phone, token)).state),
  );
  expect(states.at(-1)).toBe('open');
  expect((await resetWithFaults(bench, 'auth', { patience: PATIENT })).ends).toEqual(['completed']);
}
