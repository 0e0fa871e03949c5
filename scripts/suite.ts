import { defineConfig, type ViteUserConfig } from 'vitest/config';
import CountingReporter from './counting-reporter.ts';

type TestOptions = NonNullable<ViteUserConfig['test']>;

/** A suite of tests over the sources of all workspaces: what every suite of this repository has in common. */
export function suite(include: readonly string[], options: TestOptions = {}): ViteUserConfig {
  return defineConfig({
    // Workspace packages resolve to their TypeScript source, so that no test runs against a stale build.
    resolve: { conditions: ['kaijo-source'] },
    ssr: { resolve: { conditions: ['kaijo-source'] } },
    test: {
      include: [...include],
      reporters: ['default', new CountingReporter()],
      // As many as there are cores: on two of them the default is one.
      maxWorkers: '100%',
      // Against tests that hang, not slow ones: some start many processes, and a machine may be busy.
      testTimeout: 300_000,
      hookTimeout: 300_000,
      ...options,
    },
  });
}
