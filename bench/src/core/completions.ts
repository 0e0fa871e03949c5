import { setTimeout } from 'node:timers/promises';
import { type DataFolder, startServiceProcess } from '@kaijo/cli/installation';
import type { VirtualCard } from '@kaijo/virtual-card';
import { cpuMilliseconds } from '../process-usage.ts';
import { median, type Report, spread } from '../report.ts';
import { bareCompletions } from './bare-handler.ts';
import {
  completeAtKiosk,
  deskAt,
  inFreshFolder,
  insert,
  lockedCard,
  reserveAuthPin,
  SETTINGS,
  untilNoon,
} from './installation.ts';
import { issuerApart } from './issuer-apart.ts';
import type { KaijoLoad } from './load.ts';
import { stopwatch } from './stopwatch.ts';
import { workOfCompletion } from './work-of-completion.ts';

export const CARDS = 16;
export const ROUNDS = 16;
/** A service runs for weeks: what its first seconds cost is the start's figure. */
export const WARMING_UP = 40;

/**
 * Whole kiosk sessions of three requests a second at one service process, beside a bare handler that verifies as many
 * RSA signatures and writes as many rows. Service, issuer and handler each run in a process of their own, the cards and the
 * kiosk in this one.
 */
export async function completions(): Promise<Report> {
  const work = await workOfCompletion();
  const kaijo = await inFreshFolder((folder) => kaijoCompletions(folder));
  const bare = await inFreshFolder(({ root }) =>
    bareCompletions({ at: CARDS, rounds: ROUNDS, warmingUp: WARMING_UP, work, database: root }),
  );
  return {
    title: 'Completions a second of one service process (embedded database)',
    figures: [
      { what: `Kaijo, ${CARDS} kiosks at once`, value: spread(kaijo.rates, '/s', 1) },
      {
        what: `bare Fastify handler: ${work.verifications} RSA verifications, ${work.rows} rows, same kind of database`,
        value: spread(bare.rates, '/s', 1),
      },
      { what: 'ratio', value: (median(kaijo.rates) / median(bare.rates)).toFixed(2) },
      { what: 'CPU of the service for one completion', value: `${kaijo.cpuMs.toFixed(1)} ms` },
      { what: 'CPU of the bare handler for one', value: `${bare.cpuMs.toFixed(1)} ms` },
      { what: 'ratio of CPU', value: (bare.cpuMs / kaijo.cpuMs).toFixed(2) },
    ],
    notes: [
      'A completion is three requests over mutual TLS, each with its idempotency record; it asks the issuer for the card three',
      'times and for the state of its certificates four times over HTTP, and verifies what comes back. The bare handler',
      'answers one request over plain HTTP and asks nobody. Where the processes share two cores the CPU tells more than the rate.',
    ],
  };
}

/** `settings`: further ones of the service, as another database. */
export async function kaijoCompletions(
  folder: DataFolder,
  settings: Readonly<Record<string, string>> = {},
): Promise<KaijoLoad> {
  const offset = untilNoon();
  const now = (): Date => new Date(Date.now() + offset);
  await using issuer = await issuerApart(folder, offset);
  const service = await startServiceProcess(
    {
      ...SETTINGS,
      ...issuer.settings,
      ...settings,
      KAIJO_DATA: folder.root,
      KAIJO_CLOCK_OFFSET: String(offset),
    },
    'ignore',
  );
  try {
    const requests = stopwatch();
    await using desk = await deskAt(folder, service.publicUrl, requests.around);
    const cards: VirtualCard[] = [];
    for (let i = 0; i < CARDS; i++) cards.push(await insert(await lockedCard(folder, 'auth', now())));
    const pid = service.process.pid ?? Number.NaN;
    const rates: number[] = [];
    let cpu = 0;
    for (let round = -WARMING_UP; round < ROUNDS; round++) {
      for (const card of cards) await reserveAuthPin(desk, card);
      const [cpuBefore, start] = [await cpuMilliseconds(pid), performance.now()];
      await Promise.all(cards.map((card) => completeAtKiosk(desk, card, now)));
      if (round < 0) continue;
      rates.push((1_000 * CARDS) / (performance.now() - start));
      cpu += (await cpuMilliseconds(pid)) - cpuBefore;
    }
    const complete = (card: VirtualCard) => completeAtKiosk(desk, card, now);
    const atHalf: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const card of cards) await reserveAuthPin(desk, card);
      requests.reset();
      await oneAfterAnother(cards, complete, 2_000 / median(rates));
      atHalf.push(...requests.times());
    }
    return { rates, cpuMs: cpu / (ROUNDS * CARDS), atHalf };
  } finally {
    await service.stop();
  }
}

/** Begun by the clock, whether or not the one before has ended. */
async function oneAfterAnother(
  cards: readonly VirtualCard[],
  work: (card: VirtualCard) => Promise<void>,
  everyMs: number,
): Promise<void> {
  await Promise.all(
    cards.map(async (card, place) => {
      await setTimeout(place * everyMs);
      await work(card);
    }),
  );
}
