import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

/** Worker processes run the built package: builds it, so that a test never runs against a stale one. */
export function buildWorker(): void {
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'packages/face'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
}
