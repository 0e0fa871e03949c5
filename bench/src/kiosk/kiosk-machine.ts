import { type Desk as CardDesk, startDesk } from '@kaijo/cli/desk';
import {
  connectOperator,
  runKioskProgram,
  startKioskProcess,
  startServiceProcess,
} from '@kaijo/cli/installation';
import { createPhoneClient, OPERATOR_ROUTES } from '@kaijo/contract';
import { LINK_MODELS, type LinkName, overLink, type VirtualCard } from '@kaijo/virtual-card';
import { chromium } from 'playwright-core';
import {
  type Desk,
  deskAt,
  inFreshFolder,
  insert,
  lockedCard,
  PINS,
  reserveAuthPin,
  SETTINGS,
  untilNoon,
} from '../core/installation.ts';
import { peakResidentMebibytes, residentMebibytes } from '../process-usage.ts';
import { atMost, type Figure, median, type Report, spread } from '../report.ts';
import { BenchScreen } from './screen.ts';

const NEW_PIN = '8305';
const TIMED = 5;
/** A day of a busy kiosk and more. KAIJO_BENCH_SESSIONS runs fewer, and the report says how many. */
const SESSIONS = Number(process.env.KAIJO_BENCH_SESSIONS ?? 2_000);
const CHROMIUM = process.env.KAIJO_CHROMIUM ?? '/usr/bin/chromium';
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** The kiosk's program with its screen: what the holder waits for, and what the machine needs. */
export async function kioskMachine(): Promise<Report> {
  return inFreshFolder(async (folder) => {
    const offset = untilNoon();
    const clock = { KAIJO_CLOCK_OFFSET: String(offset) };
    const now = (): Date => new Date(Date.now() + offset);
    const service = await startServiceProcess({ ...SETTINGS, ...clock, KAIJO_DATA: folder.root }, 'ignore');
    const state = await lockedCard(folder, 'auth', now());
    let card = await insert(state);
    let link: LinkName = 'nfc106';
    const reader = await startDesk({
      port: 0,
      device: {
        powerOn: () => card.powerOn(),
        powerOff: () => card.powerOff(),
        exchange: (command) => overLink(card, { model: LINK_MODELS[link], wait: pause }).exchange(command),
      },
    });
    const environment = {
      ...clock,
      KAIJO_KIOSK_DATA: `${folder.root}/kiosk`,
      KAIJO_KIOSK_READER: `desk:${reader.url}`,
      KAIJO_KIOSK_PORT_SCREEN: '0',
    };
    await using desk = await deskAt(folder, service.publicUrl);
    try {
      await enrol(folder, service.publicUrl, environment);
      const kiosk = await startKioskProcess(environment);
      const pid = kiosk.process.pid ?? Number.NaN;
      try {
        const interactive = await untilInteractive(kiosk.startPage);
        using screen = await BenchScreen.open(kiosk.startPage);
        await screen.scene('start');
        const next = async (): Promise<void> => {
          card = await insert(state);
        };
        const times: Timed[] = [];
        for (let round = 0; round < TIMED; round++) {
          await next();
          times.push(await session(screen, { desk, reader, card }));
        }
        link = 'instant';
        const resident: number[] = [];
        for (let done = 0; done < SESSIONS; done++) {
          await next();
          await session(screen, { desk, reader, card });
          // The first tenth fills caches.
          if (done >= SESSIONS / 10) resident.push(await residentMebibytes(pid));
        }
        return report({ times, interactive, resident, peak: await peakResidentMebibytes(pid) });
      } finally {
        await kiosk.stop();
      }
    } finally {
      await reader.close();
      await service.stop();
    }
  });
}

interface Timed {
  /** From the card on the reader to the first question, milliseconds. */
  readonly question: number;
  /** From the second entry to the receipt. */
  readonly writing: number;
}

async function session(
  screen: BenchScreen,
  { desk, reader, card }: { readonly desk: Desk; readonly reader: CardDesk; readonly card: VirtualCard },
): Promise<Timed> {
  await reserveAuthPin(desk, card);
  const laid = performance.now();
  reader.put('kiosk');
  await screen.scene('found');
  const question = performance.now() - laid;
  screen.press('confirm');
  await screen.scene('proving-pin');
  await screen.type(PINS.sign);
  screen.press('confirm');
  await screen.scene('new-pin', ({ turn }) => turn === 'first');
  await screen.type(NEW_PIN);
  screen.press('confirm');
  await screen.scene('new-pin', ({ turn }) => turn === 'again');
  await screen.type(NEW_PIN);
  const typed = performance.now();
  screen.press('confirm');
  await screen.scene('done');
  const writing = performance.now() - typed;
  reader.put('hand');
  await screen.scene('done', ({ cardOnReader }) => !cardOnReader);
  screen.press('cancel');
  await screen.scene('start');
  return { question, writing };
}

/** Milliseconds from the start page in a started browser to a screen that can be touched. */
async function untilInteractive(startPage: string): Promise<readonly number[]> {
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const times: number[] = [];
    for (let round = 0; round < TIMED; round++) {
      // A context of its own: nothing is cached.
      const context = await browser.newContext({ viewport: { width: 1080, height: 1920 } });
      const page = await context.newPage();
      const asked = performance.now();
      await page.goto(`file://${startPage}`, { waitUntil: 'commit' });
      await page.locator('main[data-step^="start-"] .kiosk-main-button').waitFor();
      times.push(performance.now() - asked);
      await context.close();
    }
    return times;
  } finally {
    await browser.close();
  }
}

async function enrol(
  folder: Parameters<typeof connectOperator>[0],
  publicUrl: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const phone = createPhoneClient({ baseUrl: publicUrl, fetch: globalThis.fetch });
  const found = await phone.listStores({ pin: 'auth' });
  const store = found.kind === 'ok' ? found.body.stores[0] : undefined;
  const operator = await connectOperator(folder);
  try {
    const { code } = await operator.call(OPERATOR_ROUTES.issueKioskCode, {
      body: { store: store?.id, staff: 's-1' },
    });
    await runKioskProgram(['enrol', '--service', publicUrl, '--code', code], environment, 'ignore');
  } finally {
    await operator.close();
  }
}

function report(of: {
  readonly times: readonly Timed[];
  readonly interactive: readonly number[];
  readonly resident: readonly number[];
  readonly peak: number;
}): Report {
  const questions = of.times.map(({ question }) => question);
  const writings = of.times.map(({ writing }) => writing);
  const [early, late] = [of.resident.slice(0, 10), of.resident.slice(-10)].map(median) as [number, number];
  const figures: Figure[] = [
    atMost('card on the reader to the first question, nfc106', median(questions), 1_000, 'ms'),
    { what: 'its spread', value: spread(questions, 'ms') },
    atMost('writing: second entry to receipt, nfc106', median(writings), 3_000, 'ms'),
    { what: 'its spread', value: spread(writings, 'ms') },
    atMost('page interactive, nothing cached', median(of.interactive), 1_000, 'ms'),
    atMost(`agent resident after ${SESSIONS} sessions`, late, 120, 'MiB'),
    { what: 'agent resident at its peak', value: `${of.peak.toFixed(0)} MiB` },
    atMost(`growth over ${of.resident.length} sessions`, late - early, 10, 'MiB', 1),
  ];
  return {
    title: 'Kiosk: the program and its screen',
    figures,
    notes: [
      'The reader is the desk of `kaijo up`, which is looked at every 250 ms: an eighth of a second of the first question is its.',
    ],
  };
}
