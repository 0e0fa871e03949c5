import { defineConfig } from 'vitest/config';
import CountingReporter from './scripts/counting-reporter.ts';

/** The kiosk’s agent against cards, faults and time (`npm run test:kiosk`): too slow for every run of the tests. */
export default defineConfig({
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: {
    include: ['tests/kiosk/**/*.kiosk.ts'],
    reporters: ['default', new CountingReporter()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One service at a time; and there is one pcscd for a machine.
    fileParallelism: false,
    retry: 0,
  },
});
