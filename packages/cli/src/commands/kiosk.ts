import { OPERATOR_ROUTES, type OperatorKiosk } from '@kaijo/contract';
import type { Console } from '../console/console.ts';
import { inJapan } from '../console/japan-time.ts';
import { table } from '../console/table.ts';
import { CommandFailure, EXIT, type ExitCode } from '../exit-codes.ts';
import { runKioskProgram } from '../installation/kiosk-process.ts';
import { asOperator, type OperatorClient } from '../installation/operator-client.ts';
import type { AddCommand } from './command.ts';

export const addKiosk: AddCommand = (program, console) => {
  const kiosk = program.command('kiosk').description('be a kiosk, or look after kiosks');

  kiosk
    .command('enrol')
    .description('make this machine a kiosk: its key is made here, an operator’s code admits it')
    .requiredOption('--service <url>', 'where the service is, e.g. https://kaijo.example')
    .requiredOption('--code <code>', 'from "kaijo kiosk code"; good once, for 24 hours')
    .option('--again', 'although it is enrolled already; the old key is thrown away')
    .addHelpText('after', FOLDER_HELP)
    .action((options: { service: string; code: string; again?: boolean }) =>
      runHere(
        ['enrol', '--service', options.service, '--code', options.code].concat(
          options.again ? ['--again'] : [],
        ),
      ),
    );

  kiosk
    .command('run')
    .description(
      'serve the kiosk’s screen on loopback, until Ctrl-C; docs/kiosk.md says how a browser is started',
    )
    .addHelpText(
      'after',
      `
Settings (environment):
  KAIJO_KIOSK_DATA            folder of key, certificate and outbox, default .kaijo/kiosk
  KAIJO_KIOSK_RUNTIME         folder of the browser's start page, default KAIJO_KIOSK_DATA/run
  KAIJO_KIOSK_PORT_SCREEN     port of the screen on loopback, default 7413
  KAIJO_KIOSK_READER          pcsc (default), or desk:http://… of "kaijo up"
  KAIJO_KIOSK_PRINTER         CUPS queue of the slips; without one they are shown`,
    )
    .action(() => runHere(['run']));

  kiosk
    .command('check')
    .description('reader, certificate, network, time and printer: a line each, with what to do')
    .addHelpText('after', FOLDER_HELP)
    .action(() => runHere(['check']));

  kiosk
    .command('code')
    .description('operator: issue a code with which one kiosk admits itself to a store')
    .requiredOption('--store <id>', 'from GET /v1/stores')
    .requiredOption('--staff <id>', 'who does it, for the audit log; not a name')
    .action(async (options: { store: string; staff: string }) => {
      const { code, expiresAt } = await asOperator((operator) =>
        operator.call(OPERATOR_ROUTES.issueKioskCode, { body: options }),
      );
      console.out(code);
      console.note(`good once, until ${inJapan(expiresAt)}`);
    });

  kiosk
    .command('list')
    .description('operator: kiosks, where they stand, and when they were last heard of')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const kiosks = await asOperator(everyKiosk);
      if (options.json) console.out(JSON.stringify(kiosks, null, 2));
      else printKiosks(console, kiosks);
    });

  kiosk
    .command('revoke')
    .description('operator: shut a kiosk out, at once and for good')
    .argument('<id>', 'from "kaijo kiosk list"')
    .requiredOption('--staff <id>', 'who does it, for the audit log; not a name')
    .action(async (id: string, { staff }: { staff: string }) => {
      await asOperator((operator) => operator.call(OPERATOR_ROUTES.revokeKiosk, { id, body: { staff } }));
      console.note(`${id} is shut out`);
    });
};

const FOLDER_HELP = '\nKAIJO_KIOSK_DATA names the kiosk’s folder, default .kaijo/kiosk.';

/** The kiosk's program has said why itself. */
async function runHere(args: readonly string[]): Promise<void> {
  const code = await runKioskProgram(args);
  if (code !== EXIT.OK) throw new CommandFailure(code as ExitCode, `kiosk ${args[0]} ended with ${code}`);
}

/** Page by page. */
async function everyKiosk(operator: OperatorClient): Promise<readonly OperatorKiosk[]> {
  const kiosks: OperatorKiosk[] = [];
  for (let after: string | undefined; ; ) {
    const query = { limit: '500', ...(after !== undefined && { after }) };
    const page = await operator.call(OPERATOR_ROUTES.listKiosks, { query });
    kiosks.push(...page.kiosks);
    if (page.next === undefined) return kiosks;
    after = page.next;
  }
}

const CLOCK_LIMIT_MS = 30_000;

function printKiosks(console: Console, kiosks: readonly OperatorKiosk[]): void {
  if (kiosks.length === 0) {
    console.note('no kiosks');
    return;
  }
  const rows = kiosks.map(({ kiosk, store, revokedAt, health }) => [
    kiosk,
    store,
    revokedAt === undefined ? 'admitted' : 'revoked',
    health === undefined ? 'never' : inJapan(health.heardAt),
    health?.version ?? '',
    health?.reader ?? '',
    health === undefined ? '' : clockOf(health.clockOffsetMs),
    health === undefined ? '' : String(health.pendingProofs),
  ]);
  const head = ['ID', 'STORE', 'STATE', 'HEARD', 'VERSION', 'READER', 'CLOCK', 'PROOFS'];
  for (const line of table([head, ...rows])) console.out(line);
}

function clockOf(offset: number): string {
  const seconds = Math.round(offset / 1_000);
  return Math.abs(offset) > CLOCK_LIMIT_MS ? `${seconds} s OFF` : `${seconds} s`;
}
