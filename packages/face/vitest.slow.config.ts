import { defineConfig } from 'vitest/config';
import CountingReporter from '../../scripts/counting-reporter.ts';

// What takes minutes: ten thousand broken pictures through the workers, and hundreds of flat warps.
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: {
    include: ['src/**/*.slow.ts'],
    reporters: ['default', new CountingReporter()],
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});
