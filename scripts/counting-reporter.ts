import { appendFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with `N passed, N failed, N skipped` alone on a line, and appends the three numbers to the file named by
 * KAIJO_TEST_COUNTS, so that the gate can add up several runs. What failed, and why, is appended to the file named by
 * KAIJO_TEST_FAILURES, so that the gate can end with it.
 */
export default class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    const failures = unhandledErrors.map((error) => told('outside of a test', [error]));
    for (const module of modules) {
      // A file that cannot be loaded has no tests to fail.
      if (module.errors().length > 0) {
        count.failed += 1;
        failures.push(told(module.relativeModuleId, module.errors()));
      }
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'failed') {
          count.failed += 1;
          failures.push(told(`${module.relativeModuleId} > ${test.fullName}`, errors));
        } else count.skipped += 1;
      }
    }
    append(process.env.KAIJO_TEST_COUNTS, `${count.passed} ${count.failed} ${count.skipped}\n`);
    append(process.env.KAIJO_TEST_FAILURES, failures.join(''));
    console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  }
}

type SerializedError = { readonly message: string; readonly stack?: string };

/** Where it failed, what was said, and the line of ours that said it. */
function told(where: string, errors: readonly SerializedError[]): string {
  const reasons = errors.map(({ message, stack }) => {
    const line = stack?.split('\n').find((text) => text.includes('at ') && !text.includes('node_modules'));
    return `  ${message.slice(0, 1_000)}\n${line === undefined ? '' : `  ${line.trim()}\n`}`;
  });
  return `FAILED ${where}\n${reasons.join('')}`;
}

function append(file: string | undefined, text: string): void {
  if (file !== undefined && text !== '') appendFileSync(file, text);
}
