import { defineConfig } from 'vitest/config';
import CountingReporter from './scripts/counting-reporter.ts';

/** The screens in a real browser (`npm run test:screens`): too slow for every run of the tests. */
export default defineConfig({
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: {
    include: ['tests/screens/**/*.screen.ts'],
    reporters: ['default', new CountingReporter()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One browser and one service at a time: they share two cores.
    fileParallelism: false,
    retry: 0,
  },
});
