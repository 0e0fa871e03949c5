import { findPostgres, freshDatabase, startPostgres } from '@kaijo/postgres-server';
import { bareCompletions } from '../core/bare-handler.ts';
import { CARDS, kaijoCompletions, ROUNDS, WARMING_UP } from '../core/completions.ts';
import { inFreshFolder } from '../core/installation.ts';
import { workOfCompletion } from '../core/work-of-completion.ts';
import { atMost, median, percentile, type Report, spread } from '../report.ts';

const BARE = new URL('./bare-pg-server.js', import.meta.url);

/** Completions a second of one service process on PostgreSQL, beside a bare Fastify and pg handler. */
export async function postgresCompletions(): Promise<Report> {
  const programs = await findPostgres();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const work = await workOfCompletion();
  await using server = await startPostgres({ programs, durable: true });
  const database = (): Promise<string> => freshDatabase(programs, server.url);
  const DATABASE_URL = await database();
  const kaijo = await inFreshFolder((folder) => kaijoCompletions(folder, { DATABASE_URL }));
  const bare = await bareCompletions({
    at: CARDS,
    rounds: ROUNDS,
    warmingUp: WARMING_UP,
    work,
    database: await database(),
    program: BARE,
  });
  const rate = median(kaijo.rates);
  const ratio = bare.cpuMs / kaijo.cpuMs;
  return {
    title: 'Completions a second of one service process (PostgreSQL, fsync on)',
    figures: [
      {
        what: `Kaijo, ${CARDS} kiosks at once`,
        value: spread(kaijo.rates, '/s', 1),
        goal: 'at least 150 /s',
        met: rate >= 150,
      },
      {
        what: `bare Fastify and pg handler: ${work.verifications} RSA verifications, ${work.rows} rows`,
        value: spread(bare.rates, '/s', 1),
      },
      { what: 'ratio', value: (rate / median(bare.rates)).toFixed(2) },
      atMost('a request at half of the rate, p99', percentile(kaijo.atHalf, 0.99), 50, 'ms'),
      { what: 'a request at half of the rate, median', value: `${median(kaijo.atHalf).toFixed(1)} ms` },
      { what: 'CPU of the service for one completion', value: `${kaijo.cpuMs.toFixed(1)} ms` },
      { what: 'CPU of the bare handler for one', value: `${bare.cpuMs.toFixed(1)} ms` },
      { what: 'ratio of CPU', value: ratio.toFixed(2), goal: 'at least 0.33', met: ratio >= 1 / 3 },
      {
        what: 'completions a second for which one core’s time is enough',
        value: (1_000 / kaijo.cpuMs).toFixed(0),
      },
    ],
    notes: [
      'As above, with PostgreSQL on the same two cores; cards, kiosks, issuer and database take their share of them, so that the',
      'rate is the machine’s and the CPU time is the service’s.',
    ],
  };
}
