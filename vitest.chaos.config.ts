import { defineConfig } from 'vitest/config';
import CountingReporter from './scripts/counting-reporter.ts';

/**
 * Holders at work while services and database are killed (`npm run test:chaos`). KAIJO_CHAOS_MINUTES: how long, 3 by
 * default; the long run is 30.
 */
export default defineConfig({
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: {
    include: ['tests/chaos/**/*.chaos.ts'],
    reporters: ['default', new CountingReporter()],
    testTimeout: 3_600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    retry: 0,
  },
});
