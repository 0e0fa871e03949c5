import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their TypeScript source, so that a test never runs against a stale build.
export default defineConfig({
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
