import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Desk, startDesk } from '@kaijo/cli/desk';
import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES, problemTypeOf } from '@kaijo/contract';
import { KioskConnection, kioskFolder, readIdentity, writeIdentity } from '@kaijo/kiosk';
import { persona } from '@kaijo/personas';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Printer } from '../../apps/kiosk/src/agent/slip/index.ts';
import { type Bench, benchWithinProcess } from '../faults/support/bench.ts';
import { CardInHand } from '../support/card-in-hand.ts';
import { PINS } from '../support/story.ts';
import { missingPrograms } from '../support/system-packages.ts';
import { goOnUntil, leave, NEW_PIN, reserved } from './support/holder.ts';
import { kioskInTest } from './support/kiosk-in-test.ts';
import { enrol } from './support/kiosk-process.ts';

const built = (path: string): string =>
  fileURLToPath(new URL(`../../apps/kiosk/dist/agent/${path}`, import.meta.url));
const DAY = 86_400_000;

let bench: Bench;
let desk: Desk;
let root: string;
let programs: string;
const path = process.env.PATH;
beforeAll(async () => {
  bench = await benchWithinProcess();
  root = await mkdtemp(join(tmpdir(), 'kaijo-operation-'));
  programs = join(root, 'bin');
  await mkdir(programs);
  // Before all others: what the kiosk calls CUPS's programs are these.
  process.env.PATH = `${programs}${delimiter}${path}`;
  const card = await CardInHand.of(bench.locked.auth);
  desk = await startDesk({ port: 0, device: card.tear });
}, 120_000);
afterAll(async () => {
  process.env.PATH = path;
  await desk?.close();
  await bench?.close();
  if (root !== undefined) await rm(root, { recursive: true, force: true });
});

async function program(name: string, script: string): Promise<void> {
  await writeFile(join(programs, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(programs, name), 0o755);
}

/** A folder with a kiosk that was enrolled by code, and its settings. */
async function enrolled(name: string): Promise<Record<string, string>> {
  const environment = {
    KAIJO_KIOSK_DATA: join(root, name),
    KAIJO_KIOSK_READER: `desk:${desk.url}`,
    KAIJO_CLOCK_OFFSET: String(bench.service.now().getTime() - Date.now()),
  };
  await enrol(bench.service, environment);
  return environment;
}

describe('the kiosk’s certificate', () => {
  it('is left alone until 60 days before its end, then renewed: a new key, on disk before it is used', async () => {
    const folder = kioskFolder(await enrolled('renewed')).identity;
    const first = await readIdentity(folder);
    if (first === undefined) throw new Error('not enrolled');
    const kept: string[] = [];
    const connection = new KioskConnection(first, async (renewed) => {
      kept.push(renewed.identity.certificate);
      await writeIdentity(folder, renewed);
    });
    try {
      const ends = connection.certificateEnds.getTime();
      expect(await connection.renewIfDue(new Date(ends - 61 * DAY))).toBe(false);
      expect(kept).toEqual([]);
      expect(await connection.renewIfDue(new Date(ends - 59 * DAY))).toBe(true);
      const second = await readIdentity(folder);
      expect(kept).toEqual([second?.identity.certificate]);
      expect(second?.identity.certificate).not.toBe(first.identity.certificate);
      expect(second?.identity.key).not.toBe(first.identity.key);
      expect(second).toMatchObject({ kiosk: first.kiosk, store: first.store });
      // Under the new one it is the same kiosk; revoked, it is refused under the new one as well (Must hold 5).
      const report = { version: '0.0.0-test', reader: 'ready', printer: 'none', pendingProofs: 0 } as const;
      const kioskTime = bench.service.now().toISOString();
      expect(await connection.client.report({ ...report, kioskTime })).toMatchObject({ kind: 'ok' });
      await revoke(first.kiosk);
      const refused = await connection.client.report({ ...report, kioskTime });
      expect(refused.kind === 'problem' && problemTypeOf(refused.problem)).toBe('not-authorised');
      expect(await connection.renewIfDue(new Date(ends))).toBe(false);
    } finally {
      await connection.close();
    }
  });
});

describe('the watchdog', () => {
  it('ends an agent whose event loop stands still, so that it is started again', async () => {
    const script = `
      import { startWatchdog } from ${JSON.stringify(built('watchdog/watchdog.js'))};
      startWatchdog(300);
      for (;;) {}`;
    const hangs = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    const [, signal] = await once(hangs, 'exit');
    expect(signal).toBe('SIGKILL');
  });
});

describe('kaijo kiosk check', () => {
  interface Checked {
    readonly exitCode: number;
    /** By what was looked at: `ok` or `BAD`, and the line. */
    readonly lines: Readonly<Record<string, string>>;
  }

  async function check(environment: Readonly<Record<string, string>>): Promise<Checked> {
    const env = { ...process.env, ...environment };
    const { exitCode, stdout } = await promisify(execFile)(process.execPath, [built('main.js'), 'check'], {
      env,
    })
      .then((ended) => ({ exitCode: 0, ...ended }))
      .catch((error) => ({ exitCode: Number(error.code), stdout: String(error.stdout) }));
    const lines = [...stdout.matchAll(/^(ok|BAD) +(\w+) +(.+)$/gm)];
    return {
      exitCode,
      lines: Object.fromEntries(lines.map(([, how, what, line]) => [what, `${how} ${line}`])),
    };
  }

  it('says that all is well, a line each', async () => {
    await program('lpstat', 'echo "printer slips is idle.  enabled since today"');
    const { exitCode, lines } = await check({ ...(await enrolled('well')), KAIJO_KIOSK_PRINTER: 'slips' });
    expect(exitCode).toBe(0);
    expect(lines).toEqual({
      reader: 'ok demo desk',
      certificate: expect.stringMatching(/^ok valid for 39\d days/),
      network: expect.stringMatching(/^ok https:\S+ answers in \d+ ms$/),
      time: expect.stringMatching(/^ok off by -?\d s$/),
      printer: 'ok slips',
    });
  });

  it('says what is wrong and what to do: reader, clock, printer', async () => {
    await program('lpstat', 'echo "printer slips disabled since today -"');
    const environment = await enrolled('unwell');
    const ahead = Number(environment.KAIJO_CLOCK_OFFSET) + 45_000;
    const { exitCode, lines } = await check({
      ...environment,
      KAIJO_KIOSK_READER: 'desk:http://127.0.0.1:9',
      KAIJO_KIOSK_PRINTER: 'slips',
      KAIJO_CLOCK_OFFSET: String(ahead),
    });
    expect(exitCode).toBe(1);
    expect(lines.reader).toMatch(/^BAD no reader; plug it in/);
    expect(lines.time).toMatch(/^BAD off by 4\d s; set the clock/);
    expect(lines.printer).toBe('BAD slips is disabled; run: cupsenable slips');
    expect(lines.network).toMatch(/^ok/);
  });

  it('says that the kiosk is not enrolled, or not admitted any more, and how it is again', async () => {
    const stranger = await check({
      KAIJO_KIOSK_DATA: join(root, 'stranger'),
      KAIJO_KIOSK_READER: `desk:${desk.url}`,
    });
    expect(stranger.exitCode).toBe(1);
    expect(stranger.lines.certificate).toMatch(/^BAD not enrolled; run: kaijo kiosk enrol/);
    const environment = await enrolled('revoked');
    const identity = await readIdentity(kioskFolder(environment).identity);
    await revoke(identity?.kiosk ?? '');
    const { exitCode, lines } = await check(environment);
    expect(exitCode).toBe(1);
    expect(lines.certificate).toMatch(/^BAD the service does not admit this kiosk/);
  });
});

const noReader = missingPrograms('pdftotext');
describe.skipIf(noReader.length > 0)(`the slip (${noReader.join()})`, () => {
  afterEach(() => rm(join(programs, 'lp'), { force: true }));

  it('goes to the queue as a PDF: what, when, where, and neither PIN nor name nor number', async () => {
    const pdf = join(root, 'slip.pdf');
    const order = join(root, 'lp-arguments');
    await program('lp', `echo "$@" > "${order}"; cat > "${pdf}"`);
    const printer = new Printer('slips', built('slip/slip-main.js'));
    const kiosk = await kioskInTest(bench, { printer });
    try {
      const { screen, tray } = kiosk;
      await screen.scene('start');
      const card = await CardInHand.of(bench.locked.sign);
      await reserved(bench, card, 'sign');
      tray.lay(card);
      await goOnUntil(screen, 'sign', 'end');
      await screen.scene('done');
      expect(screen.view.print).toBe('ready');
      screen.press('print');
      await screen.scene('done', () => screen.view.print === 'printed', 60_000);
      expect(await readFile(order, 'utf8')).toContain('-d slips');
      const text = await textOf(pdf);
      const { slip } = screen.view;
      for (const said of [slip?.title, slip?.summary, ...(slip?.rows ?? []).map(({ value }) => value)])
        expect(text).toContain(said?.replaceAll(/\s/g, ''));
      expect(text).toContain(screen.view.store?.replaceAll(/\s/g, ''));
      const { name, address } = persona('hanako');
      for (const secret of [PINS.auth, NEW_PIN.sign, name, address])
        expect(text).not.toContain(secret.replaceAll(/\s/g, ''));
      // Neither a card's nor a person's number: no row of twelve digits or more.
      expect(text).not.toMatch(/\d{12}/);
      await leave(kiosk);
    } finally {
      await kiosk.close();
    }
  });

  it('a printer that fails is told to the holder, who photographs the screen, and to the operator', async () => {
    await program('lp', 'exit 1');
    const printer = new Printer('slips', built('slip/slip-main.js'));
    const kiosk = await kioskInTest(bench, { printer });
    try {
      const { screen, tray } = kiosk;
      await screen.scene('start');
      tray.lay(await CardInHand.of(bench.locked.auth));
      await screen.scene('fault', ({ code }) => code === 'no-reservation');
      screen.press('print');
      await screen.scene('fault', () => screen.view.print === 'failed', 60_000);
      expect(screen.view.slip?.next.length).toBeGreaterThan(0);
      expect(printer.failed).toBe(true);
      await kiosk.agent.link.contactNow();
      const operator = await connectOperator(bench.service.folder);
      const { kiosks } = await operator.call(OPERATOR_ROUTES.listKiosks, {}).finally(() => operator.close());
      expect(kiosks.map(({ health }) => health?.printer)).toContain('failed');
      await leave(kiosk);
    } finally {
      await kiosk.close();
    }
  });
});

/** Without white space: where lines were broken does not matter. */
async function textOf(pdf: string): Promise<string> {
  const { stdout } = await promisify(execFile)('pdftotext', ['-layout', pdf, '-']);
  return stdout.replaceAll(/\s/g, '');
}

async function revoke(kiosk: string): Promise<void> {
  const operator = await connectOperator(bench.service.folder);
  try {
    await operator.call(OPERATOR_ROUTES.revokeKiosk, { id: kiosk, body: { staff: 's-1' } });
  } finally {
    await operator.close();
  }
}
