import { startServiceProcess } from '@kaijo/cli/installation';
import { findPostgres, freshDatabase, startPostgres } from '@kaijo/postgres-server';
import type { VirtualCard } from '@kaijo/virtual-card';
import {
  completeAtKiosk,
  type Desk,
  deskAt,
  inFreshFolder,
  insert,
  lockedCard,
  reserveAuthPin,
  SETTINGS,
  untilNoon,
} from '../core/installation.ts';
import { issuerApart } from '../core/issuer-apart.ts';
import { residentMebibytes } from '../process-usage.ts';
import { median, percentile, type Report } from '../report.ts';

const MINUTES = Number(process.env.KAIJO_SOAK_MINUTES ?? 30);
const SHARE_OF_THE_LIMIT = 0.7;
const CARDS = 24;
const LIMIT_SECONDS = 20;
/** Figures of one window are one point of the curve. */
const WINDOWS = 12;
/** Against the second quarter: the first one fills caches and compiles. */
const FLAT = { memory: 1.1, p99: 1.5 };

/**
 * Whole visits (a reservation by phone, then three requests at the kiosk) at 70 % of what the machine bears, for
 * `KAIJO_SOAK_MINUTES` (30): memory of the service and the slowest visits over time, on PostgreSQL. Visits begin by the
 * clock and not when the one before ends, so that a service that slows down is seen to.
 */
export async function soak(): Promise<Report> {
  const programs = await findPostgres();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  await using server = await startPostgres({ programs, durable: true });
  const DATABASE_URL = await freshDatabase(programs, server.url);
  // Awaited here: the server is stopped when this function ends.
  return await inFreshFolder(async (folder) => {
    const offset = untilNoon();
    const now = (): Date => new Date(Date.now() + offset);
    await using issuer = await issuerApart(folder, offset);
    const settings = { KAIJO_DATA: folder.root, KAIJO_CLOCK_OFFSET: String(offset), DATABASE_URL };
    const service = await startServiceProcess({ ...SETTINGS, ...issuer.settings, ...settings }, 'ignore');
    try {
      await using desk = await deskAt(folder, service.publicUrl);
      const cards: VirtualCard[] = [];
      for (let i = 0; i < CARDS; i++) cards.push(await insert(await lockedCard(folder, 'auth', now())));
      const visit = (card: VirtualCard) => visitWith(desk, card, now);
      const limit = await visitsPerSecond(cards, visit);
      const windows = await steadily(cards, visit, {
        perSecond: SHARE_OF_THE_LIMIT * limit,
        seconds: MINUTES * 60,
        resident: () => residentMebibytes(service.process.pid ?? Number.NaN),
      });
      return reportOf(limit, windows);
    } finally {
      await service.stop();
    }
  });
}

async function visitWith(desk: Desk, card: VirtualCard, now: () => Date): Promise<void> {
  await reserveAuthPin(desk, card);
  await completeAtKiosk(desk, card, now);
}

/** The limit: as many at once as there are cards, each beginning anew when it is done. */
async function visitsPerSecond(
  cards: readonly VirtualCard[],
  visit: (card: VirtualCard) => Promise<void>,
): Promise<number> {
  for (const card of cards) await visit(card);
  const start = performance.now();
  const isOver = () => performance.now() - start > LIMIT_SECONDS * 1_000;
  let done = 0;
  await Promise.all(
    cards.map(async (card) => {
      while (!isOver()) {
        await visit(card);
        done++;
      }
    }),
  );
  return (1_000 * done) / (performance.now() - start);
}

interface Window {
  readonly visits: number;
  readonly p50: number;
  readonly p99: number;
  readonly residentMiB: number;
}

/** Visits by the clock: each has its moment, and what it waits for a free card counts as its own time. */
async function steadily(
  cards: readonly VirtualCard[],
  visit: (card: VirtualCard) => Promise<void>,
  of: { readonly perSecond: number; readonly seconds: number; readonly resident: () => Promise<number> },
): Promise<readonly Window[]> {
  const begin = performance.now();
  const length = (of.seconds * 1_000) / WINDOWS;
  const times: number[][] = Array.from({ length: WINDOWS }, () => []);
  const resident: Promise<number>[] = [];
  const total = Math.floor(of.perSecond * of.seconds);
  let next = 0;
  await Promise.all(
    cards.map(async (card) => {
      while (next < total) {
        const due = begin + (1_000 * next++) / of.perSecond;
        const early = due - performance.now();
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
        await visit(card);
        const window = Math.min(WINDOWS - 1, Math.floor((due - begin) / length));
        if (times[window]?.push(performance.now() - due) === 1 && window > 0)
          resident[window - 1] = of.resident();
      }
    }),
  );
  resident[WINDOWS - 1] = of.resident();
  return Promise.all(
    times.map(async (one, window) => {
      return {
        visits: one.length,
        p50: percentile(one, 0.5),
        p99: percentile(one, 0.99),
        residentMiB: (await resident[window]) ?? Number.NaN,
      };
    }),
  );
}

function reportOf(limit: number, windows: readonly Window[]): Report {
  const quarter = WINDOWS / 4;
  const early = windows.slice(quarter, 2 * quarter);
  const late = windows.slice(-quarter);
  const grown = (of: (window: Window) => number) => median(late.map(of)) / median(early.map(of));
  const [memory, p99] = [grown(({ residentMiB }) => residentMiB), grown((window) => window.p99)];
  const curve = (of: (window: Window) => number) => windows.map((one) => of(one).toFixed(0)).join(' ');
  return {
    title: `Soak: ${MINUTES} minutes at 70 % of the limit (PostgreSQL, fsync on)`,
    figures: [
      { what: 'limit, whole visits', value: `${limit.toFixed(1)} /s` },
      { what: 'visits made', value: String(windows.reduce((sum, { visits }) => sum + visits, 0)) },
      { what: 'memory over time, MiB', value: curve(({ residentMiB }) => residentMiB) },
      {
        what: 'memory: last quarter to second quarter',
        value: memory.toFixed(2),
        goal: `at most ${FLAT.memory}`,
        met: memory <= FLAT.memory,
      },
      { what: 'median over time, ms', value: curve((window) => window.p50) },
      { what: 'p99 over time, ms', value: curve((window) => window.p99) },
      {
        what: 'p99: last quarter to second quarter',
        value: p99.toFixed(2),
        goal: `at most ${FLAT.p99}`,
        met: p99 <= FLAT.p99,
      },
    ],
    notes: [
      'A visit is a reservation by phone and a kiosk session, with all that cards, issuer and database do on the same cores;',
      'its time begins when it was due. A machine with other work on it shows that work in the p99.',
    ],
  };
}
