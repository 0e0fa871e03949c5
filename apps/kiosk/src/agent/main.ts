import { parseArgs } from 'node:util';
import { check } from './program/check.ts';
import { readKioskConfiguration, SettingError } from './program/configuration.ts';
import { counterReader } from './program/counter-reader.ts';
import { enrol } from './program/enrol.ts';
import { EXIT, ProgramFailure } from './program/exit-codes.ts';
import { run } from './program/run.ts';

/** The kiosk's program: `run`, `enrol`, `check`, or `reader` at a counter. `kaijo` starts it (decision 0014). */
async function main(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args;
  const configuration = readKioskConfiguration(process.env);
  if (command === 'run') return run(configuration);
  if (command === 'enrol') {
    process.stdout.write(`${await enrol(configuration.folder, enrolInput(rest))}\n`);
    return;
  }
  if (command === 'check') {
    const findings = await check(configuration);
    for (const { what, ok, line } of findings)
      process.stdout.write(`${ok ? 'ok  ' : 'BAD '} ${what.padEnd(12)} ${line}\n`);
    process.exitCode = findings.every(({ ok }) => ok) ? EXIT.OK : EXIT.REFUSED;
    return;
  }
  if (command === 'reader') return counterReader(readerOrigin(rest), configuration.reader);
  throw new ProgramFailure(EXIT.USAGE, 'run, enrol, check or reader');
}

function enrolInput(args: readonly string[]): Parameters<typeof enrol>[1] {
  const { values } = parseArgs({
    args: [...args],
    options: { service: { type: 'string' }, code: { type: 'string' }, again: { type: 'boolean' } },
  });
  const { service, code, again = false } = values;
  if (service === undefined || code === undefined)
    throw new ProgramFailure(EXIT.USAGE, 'enrol --service URL --code CODE');
  return { service, code, again };
}

function readerOrigin(args: readonly string[]): string {
  const { values } = parseArgs({ args: [...args], options: { service: { type: 'string' } } });
  const service = values.service === undefined ? undefined : URL.parse(values.service);
  if (!service) throw new ProgramFailure(EXIT.USAGE, 'reader --service URL');
  return service.origin;
}

function fail(error: unknown): never {
  if (error instanceof ProgramFailure) {
    console.error(`kaijo-kiosk: ${error.message}`);
    process.exit(error.exitCode);
  }
  if (error instanceof SettingError) {
    console.error(`kaijo-kiosk: ${error.message}`);
    process.exit(EXIT.CONFIGURATION);
  }
  console.error(
    'kaijo-kiosk: cannot start:',
    error instanceof Error ? `${error.name}: ${error.message}` : error,
  );
  process.exit(EXIT.UNAVAILABLE);
}

await main(process.argv.slice(2)).catch(fail);
