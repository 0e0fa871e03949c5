import { setTimeout } from 'node:timers/promises';
import { canRunPatroni, findPostgres, type PatroniNode, startPatroniCluster } from '@kaijo/postgres-server';
import { expect, it } from 'vitest';
import { violationsIn } from './support/checker.ts';
import type { Fact } from './support/history.ts';
import { Pulse } from './support/pulse.ts';
import { runChaos } from './support/run.ts';

const MINUTES = Number(process.env.KAIJO_CHAOS_MINUTES || 3);
const SEED = Number(process.env.KAIJO_CHAOS_SEED || Date.now() % 1_000_000);
/** A leader that is away for longer than Patroni needs to elect another one (ttl 20 s) and make a standby of it. */
const FAIL_OVER_MS = 120_000;

const programs = await findPostgres();
const possible = programs !== undefined && canRunPatroni();

it.skipIf(!possible)(
  `three services on a Patroni cluster, its leader killed or cut off again and again for ${MINUTES} minutes: docs/invariants.md holds (KAIJO_CHAOS_SEED=${SEED})`,
  async () => {
    await using cluster = await startPatroniCluster(programs as string);
    let pulse: Pulse | undefined;
    let [how, at] = ['', 0];
    const outages: { readonly how: string; readonly seconds: number }[] = [];
    let turn = 0;
    let repair = (): void => {};
    const { history, kills, broken } = await runChaos({
      databaseUrl: cluster.url,
      milliseconds: MINUTES * 60_000,
      seed: SEED,
      database: {
        async kill() {
          // The tables are there by now.
          pulse ??= await Pulse.start(cluster.url);
          [how, at] = [turn++ % 2 === 0 ? 'killed' : 'cut off', Date.now()];
          if (how === 'killed') {
            const node: PatroniNode = await cluster.killLeader();
            repair = () => node.start();
          } else {
            const before = await cluster.leader();
            repair = await cluster.cutOffLeader();
            // Until it has noticed: it steps down before its lock runs out.
            const late = Date.now() + FAIL_OVER_MS;
            while ((await cluster.leader()) === before) {
              if (Date.now() > late) throw new Error('a leader that was cut off leads on');
              await setTimeout(200);
            }
          }
        },
        async start() {
          // Only when somebody else leads: a fail-over, not a restart of the old one.
          await cluster.untilLed(FAIL_OVER_MS);
          repair();
          await cluster.untilWritable(FAIL_OVER_MS);
          // Another commit ends the gap.
          await setTimeout(1_000);
          outages.push({ how, seconds: pulse?.longestGapSince(at) ?? Number.NaN });
        },
      },
    });
    const happened = (kind: Fact['kind']): number =>
      history.facts.filter((fact) => fact.kind === kind).length;
    const committed = await pulse?.stop();
    console.log('killed', kills, 'no commit for', outages, 'commits', committed, 'acknowledged', {
      reservations: happened('reserved'),
      receipts: happened('receipt'),
      failedFaces: happened('face-failed'),
    });
    expect(committed?.lost).toBe(0);
    expect(broken).toEqual([]);
    expect(violationsIn(history)).toEqual([]);
    expect(happened('receipt')).toBeGreaterThan(0);
    expect(outages.length).toBeGreaterThan(0);
  },
);
