import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/install-system-packages.sh', import.meta.url));
/** Daemons live where a user's PATH does not look. */
const PATH = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/** Installs what can be installed, and says which of `programs` are still not there. */
export function missingPrograms(...programs: readonly string[]): readonly string[] {
  if (programs.every(isInstalled)) return [];
  try {
    execFileSync(SCRIPT, { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    // The script has said why; the tests that need the programs are skipped by name.
  }
  return programs.filter((program) => !isInstalled(program));
}

function isInstalled(program: string): boolean {
  return PATH.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
