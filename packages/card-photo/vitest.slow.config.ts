import { defineConfig } from 'vitest/config';
import CountingReporter from '../../scripts/counting-reporter.ts';

// What takes minutes: hundreds of drawn photos, each file in a process of its own.
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: {
    include: ['src/**/*.slow.ts'],
    reporters: ['default', new CountingReporter()],
    pool: 'forks',
    // By itself Vitest leaves one core free.
    maxWorkers: 2,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});
