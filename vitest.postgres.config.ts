import { defineConfig } from 'vitest/config';
import CountingReporter from './scripts/counting-reporter.ts';

/**
 * The tests of what the database decides, on PostgreSQL instead of the embedded engine (`npm run test:postgres`): the
 * same files as in `npm test`, with a server that is started for them. A representative part, under five minutes.
 */
export default defineConfig({
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: {
    include: [
      'apps/service/src/{audit,database,idempotency,maintenance,reservation,restriction,settings,statistics,stores,survey}/**/*.test.ts',
      'tests/api/{races,restriction}.test.ts',
      'tests/faults/first-answer-again.test.ts',
      'tests/postgres/**/*.postgres.ts',
    ],
    // Pure functions know no database, and a folder is the embedded one's.
    exclude: ['**/rules*.test.ts', '**/{folder,empty-database}.test.ts', '**/csv/**'],
    globalSetup: ['scripts/vitest/start-postgres.ts'],
    reporters: ['default', new CountingReporter()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    retry: 0,
  },
});
