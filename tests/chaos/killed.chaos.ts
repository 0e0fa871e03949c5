import { findPostgres, startPostgres } from '@kaijo/postgres-server';
import { expect, it } from 'vitest';
import { violationsIn } from './support/checker.ts';
import type { Fact } from './support/history.ts';
import { runChaos } from './support/run.ts';

const MINUTES = Number(process.env.KAIJO_CHAOS_MINUTES || 3);
const SEED = Number(process.env.KAIJO_CHAOS_SEED || Date.now() % 1_000_000);

const programs = await findPostgres();

it.skipIf(programs === undefined)(
  `three services on one PostgreSQL, all of them killed at random for ${MINUTES} minutes: docs/invariants.md holds (KAIJO_CHAOS_SEED=${SEED})`,
  async () => {
    await using server = await startPostgres({ programs: programs as string, durable: true });
    const { history, kills, broken } = await runChaos({
      databaseUrl: server.url,
      database: server,
      milliseconds: MINUTES * 60_000,
      seed: SEED,
    });
    const happened = (kind: Fact['kind']): number =>
      history.facts.filter((fact) => fact.kind === kind).length;
    console.log('killed', kills, 'acknowledged', {
      reservations: happened('reserved'),
      cancellations: happened('cancelled'),
      receipts: happened('receipt'),
      failedFaces: happened('face-failed'),
      restrictions: happened('restricted'),
    });
    expect(broken).toEqual([]);
    expect(violationsIn(history)).toEqual([]);
    // A history in which nothing happened proves nothing.
    for (const kind of ['reserved', 'receipt', 'face-failed', 'restricted'] as const)
      expect(happened(kind), kind).toBeGreaterThan(0);
    expect(kills.database).toBeGreaterThan(0);
    expect(kills.services).toBeGreaterThan(0);
  },
);
