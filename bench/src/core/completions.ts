import { startServiceProcess } from '@kaijo/cli/installation';
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

const CARDS = 16;
const ROUNDS = 8;

/**
 * Whole kiosk sessions of three requests a second at one service process, beside a bare handler that verifies two RSA
 * signatures and writes as many rows. The clients of both run in this process; the service and the handler in theirs.
 */
export async function completions(): Promise<Report> {
  return inFreshFolder(async (folder) => {
    const offset = untilNoon();
    const now = (): Date => new Date(Date.now() + offset);
    const service = await startServiceProcess(
      { ...SETTINGS, KAIJO_DATA: folder.root, KAIJO_CLOCK_OFFSET: String(offset) },
      'ignore',
    );
    const rates: number[] = [];
    try {
      const desk = await deskAt(folder, service.publicUrl);
      const cards = [];
      for (let i = 0; i < CARDS; i++) cards.push(await insert(await lockedCard(folder, 'auth', now())));
      for (let round = -1; round < ROUNDS; round++) {
        for (const card of cards) await reserveAuthPin(desk, card);
        const start = performance.now();
        await Promise.all(cards.map((card) => completeAtKiosk(desk, card, now)));
        if (round >= 0) rates.push((1_000 * CARDS) / (performance.now() - start));
      }
      await desk.close();
    } finally {
      await service.stop();
    }
    const bare = await bareCompletions({ at: CARDS, rounds: ROUNDS });
    return {
      title: 'Completions a second of one service process (embedded database)',
      figures: [
        { what: 'Kaijo', value: spread(rates, '/s', 1) },
        {
          what: 'bare Fastify handler, two RSA verifications and 13 rows, same kind of database',
          value: spread(bare, '/s', 1),
        },
        { what: 'ratio', value: (median(rates) / median(bare)).toFixed(2) },
      ],
      notes: [
        'A completion asks the issuer’s directory twice and OCSP four times over HTTP; the embedded issuer answers them, signing',
        'each OCSP answer, inside the measured process. The bare handler does none of that.',
      ],
    };
  });
}
