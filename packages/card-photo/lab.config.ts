import { defineConfig } from 'vitest/config';
export default defineConfig({
  root: import.meta.dirname,
  resolve: { conditions: ['kaijo-source'] },
  ssr: { resolve: { conditions: ['kaijo-source'] } },
  test: { include: ['lab*.test.ts'], testTimeout: 1e7 },
});
