import { defineConfig } from 'vitest/config';
import CountingReporter from './scripts/counting-reporter.ts';

export default defineConfig({
  // Workspace packages resolve to their TypeScript source, so that no test runs against a stale build.
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.{ts,tsx}', 'apps/*/src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    reporters: ['default', new CountingReporter()],
    // Against tests that hang, not slow ones: some start many processes, and a machine may be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
