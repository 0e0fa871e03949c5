import { startServiceProcess } from '@kaijo/cli/installation';
import type { Fetch } from '@kaijo/contract';
import { type Report, spread } from '../report.ts';
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

const STARTS = 3;
const REPEATS = 50;

/** How long the service takes to listen, and to give a first answer again under its Idempotency-Key. */
export async function startsAndRepeats(): Promise<Report> {
  return inFreshFolder(async (folder) => {
    const offset = untilNoon();
    const now = (): Date => new Date(Date.now() + offset);
    const settings = { ...SETTINGS, KAIJO_DATA: folder.root, KAIJO_CLOCK_OFFSET: String(offset) };
    const timedStart = async () => {
      const begun = performance.now();
      const service = await startServiceProcess(settings, 'ignore');
      return { service, ms: performance.now() - begun };
    };

    const first = await timedStart();
    let repeats: readonly number[];
    try {
      const sent = recorder();
      await using desk = await deskAt(folder, first.service.publicUrl, sent.around);
      const card = await insert(await lockedCard(folder, 'auth', now()));
      await reserveAuthPin(desk, card);
      await completeAtKiosk(desk, card, now);
      repeats = await sent.timeAgain(REPEATS);
    } finally {
      await first.service.stop();
    }
    const later: number[] = [];
    for (let i = 0; i < STARTS; i++) {
      const { service, ms } = await timedStart();
      await service.stop();
      later.push(ms);
    }
    return {
      title: 'Starting, and a repeated request (embedded database)',
      figures: [
        {
          what: 'first start to listening: keys, tables and demo issuer are made',
          value: `${first.ms.toFixed(0)} ms`,
        },
        { what: 'later start to listening', value: spread(later, 'ms') },
        { what: 'a completion that is sent again gets its first answer', value: spread(repeats, 'ms', 1) },
      ],
    };
  });
}

/** Keeps the last request, to send it again as it was. */
function recorder() {
  let again: () => Promise<Response> = () => Promise.reject(new Error('nothing was sent'));
  return {
    around:
      (fetch: Fetch): Fetch =>
      (url, init) => {
        again = () => fetch(url, init);
        return again();
      },
    async timeAgain(times: number): Promise<readonly number[]> {
      const taken: number[] = [];
      for (let i = 0; i < times; i++) {
        const start = performance.now();
        const response = await again();
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`the repeated request was answered ${response.status}`);
        taken.push(performance.now() - start);
      }
      return taken;
    },
  };
}
