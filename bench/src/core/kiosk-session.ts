import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atMost, type Figure, type Report } from '../report.ts';

const KAIJO = fileURLToPath(new URL('../../../packages/cli/bin/kaijo.js', import.meta.url));

interface Told {
  readonly completed: boolean;
  readonly steps: readonly { readonly name: string; readonly apdus: number }[];
  readonly serviceRoundTrips: number;
  readonly kioskMs: number;
}

/** The demo as anybody runs it, over a link as slow as a contactless reader; nobody types. */
export async function kioskSession(): Promise<Report> {
  const figures: Figure[] = [];
  for (const pin of ['auth', 'sign']) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      KAIJO,
      'demo',
      '--pin',
      pin,
      '--link',
      'nfc106',
      '--json',
    ]);
    const told = JSON.parse(stdout) as Told;
    if (!told.completed) throw new Error(`the ${pin} PIN was not reset`);
    const commands = told.steps
      .filter(({ name }) => name.startsWith('kiosk'))
      .reduce((sum, { apdus }) => sum + apdus, 0);
    figures.push(
      atMost(`${pin} PIN: round trips to the service`, told.serviceRoundTrips, 3),
      atMost(`${pin} PIN: commands from card to proof`, commands, 17),
      atMost(`${pin} PIN: time without typing`, told.kioskMs, 3_000, 'ms'),
    );
  }
  return { title: 'Kiosk: from card to receipt, on nfc106', figures };
}
