import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atMost, type Figure, median, type Report, spread } from '../report.ts';

const KAIJO = fileURLToPath(new URL('../../../packages/cli/bin/kaijo.js', import.meta.url));

interface Told {
  readonly completed: boolean;
  readonly steps: readonly { readonly name: string; readonly apdus: number }[];
  readonly serviceRoundTrips: number;
  readonly kioskMs: number;
}

const ROUNDS = 3;

/** The demo as anybody runs it, over a link as slow as a contactless reader; nobody types. */
export async function kioskSession(): Promise<Report> {
  const figures: Figure[] = [];
  for (const pin of ['auth', 'sign'] as const) {
    const told: Told[] = [];
    for (let round = 0; round < ROUNDS; round++) told.push(await demo(pin));
    const times = told.map(({ kioskMs }) => kioskMs);
    figures.push(
      atMost(
        `${pin} PIN: round trips to the service`,
        most(told, ({ serviceRoundTrips }) => serviceRoundTrips),
        3,
      ),
      atMost(`${pin} PIN: commands from card to proof`, most(told, kioskCommands), 17),
      atMost(`${pin} PIN: time without typing`, median(times), 3_000, 'ms'),
      { what: `${pin} PIN: that time's spread`, value: spread(times, 'ms') },
    );
  }
  return { title: 'Kiosk: from card to receipt, on nfc106', figures };
}

async function demo(pin: 'auth' | 'sign'): Promise<Told> {
  const command = [KAIJO, 'demo', '--pin', pin, '--link', 'nfc106', '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, command);
  const told = JSON.parse(stdout) as Told;
  if (!told.completed) throw new Error(`the ${pin} PIN was not reset`);
  return told;
}

function kioskCommands({ steps }: Told): number {
  return steps.filter(({ name }) => name.startsWith('kiosk')).reduce((sum, { apdus }) => sum + apdus, 0);
}

function most(told: readonly Told[], of: (one: Told) => number): number {
  return Math.max(...told.map(of));
}
