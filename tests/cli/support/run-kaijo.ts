import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const KAIJO = fileURLToPath(new URL('../../../packages/cli/bin/kaijo.js', import.meta.url));

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as anybody runs it, to its end; with further settings in its environment. */
export function runKaijo(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = { ...process.env, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [KAIJO, ...args], { encoding: 'utf8', env }, (error, stdout, stderr) => {
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
