import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { persona } from '@kaijo/personas';
import { Secret } from '@kaijo/secret';
import { createCardFile } from '@kaijo/virtual-card';
import type { Console } from '../console/console.ts';
import { inJapan } from '../console/japan-time.ts';
import { screenOf, startDemoKiosk } from '../demo/demo-kiosk.ts';
import { offsetIntoOpeningHours } from '../demo/kiosk-hours.ts';
import { cardChoice, cardFileDevice, startDesk } from '../desk/index.ts';
import { builtSites } from '../installation/built-sites.ts';
import { type DataFolder, dataFolder } from '../installation/data-folder.ts';
import { startGuideProcess } from '../installation/guide-process.ts';
import type { KioskProcess } from '../installation/kiosk-process.ts';
import { makeCard, personaCard, TEST_PINS } from '../installation/new-card.ts';
import { type ServiceProcess, startServiceProcess } from '../installation/service-process.ts';
import type { AddCommand } from './command.ts';

const DEMO_HOLDER = 'hanako';

export const addUp: AddCommand = (program, console) => {
  program
    .command('up')
    .description('start the service with its embedded database and make a demo card; ends with Ctrl-C')
    .addHelpText(
      'after',
      `
Settings (environment):
  PORT              port of phones and pages, default 8080
  KAIJO_DATA        data folder, default .kaijo
  DATABASE_URL      PostgreSQL instead of the embedded database
  KAIJO_LOG_LEVEL   what the service says here, default warn
  KAIJO_CLOCK_OFFSET  milliseconds ahead of this machine's clock; default: 0, or on to noon while kiosks are closed
apps/service/README.md lists them all.`,
    )
    .action(async () => {
      const folder = dataFolder();
      const files = {
        auth: join(folder.cards, `${DEMO_HOLDER}.card.json`),
        sign: join(folder.cards, `${DEMO_HOLDER}-sign.card.json`),
      };
      const choice = cardChoice(
        new Map(Object.entries(files).map(([locked, file]) => [locked, cardFileDevice(file)])),
      );
      const clockOffset = demoClockOffset(console);
      let kiosk: KioskProcess | undefined;
      const desk = await startDesk({
        device: choice.device,
        choice,
        port: 0,
        holder: () => DEMO_HOLDER,
        kioskScreen: async () => kiosk && screenOf(kiosk),
        onFailure: (error) => console.note(`the demo card failed: ${String(error)}`),
      });
      const guide = await startGuideProcess();
      try {
        const service = await console.working('starting the service', () =>
          startServiceProcess({
            ...builtSites(),
            ...guide?.settings,
            KAIJO_DESK_URL: desk.url,
            KAIJO_CLOCK_OFFSET: clockOffset,
            KAIJO_DATA: folder.root,
            KAIJO_LOG_LEVEL: process.env.KAIJO_LOG_LEVEL ?? 'warn',
          }),
        );
        try {
          desk.allow(service.publicUrl);
          guide?.serve(service.publicUrl);
          const card = await console.working('looking for the demo cards', async () => {
            await demoCard(folder, files.sign, 'sign');
            return demoCard(folder, files.auth, 'auth');
          });
          kiosk = await console.working('starting the kiosk', () =>
            startDemoKiosk(folder, service, { desk, clockOffset }),
          );
          welcome(console, service, card, `${desk.url}/kiosk-screen`);
          await ended(service);
        } finally {
          await kiosk?.stop();
          await service.stop();
        }
      } finally {
        await guide?.stop();
        await desk.close();
      }
    });
};

/** R24: kiosks are closed at night. Who tries Kaijo then gets a clock that stands at noon, and is told so. */
function demoClockOffset(console: Console): string {
  const set = process.env.KAIJO_CLOCK_OFFSET;
  if (set !== undefined && set !== '') return set;
  const now = new Date();
  const offset = offsetIntoOpeningHours(now);
  if (offset > 0)
    console.note(
      `Kiosks in Japan are closed now (${inJapan(now)}): this trial's clock stands at ${inJapan(new Date(now.getTime() + offset))}.`,
    );
  return String(offset);
}

/** A demo card of this data folder, made at the first start, with one of its PINs locked. */
async function demoCard(folder: DataFolder, file: string, locked: 'auth' | 'sign'): Promise<string> {
  if (await exists(file)) return file;
  await mkdir(folder.cards, { recursive: true, mode: 0o700 });
  const state = await makeCard(folder, {
    ...(await personaCard(DEMO_HOLDER)),
    pins: {
      auth: Secret.ofAscii(TEST_PINS.auth),
      sign: Secret.ofAscii(TEST_PINS.sign),
      support: Secret.ofAscii(TEST_PINS.support),
      resident: Secret.ofAscii(TEST_PINS.resident),
    },
    locked: [locked],
    now: new Date(),
  });
  await createCardFile(file, state);
  return file;
}

function welcome(console: Console, service: ServiceProcess, card: string, kiosk: string): void {
  const { colours } = console;
  console.out('');
  console.out(
    `${colours.bold('Kaijo 解錠')} is up: ${colours.cyan(`${service.publicUrl}/try/`)} has a phone, a kiosk and a card to try.`,
  );
  console.out(`Demo card of ${persona(DEMO_HOLDER).name} (its auth PIN is locked): ${card}`);
  console.out(`The kiosk’s screen: ${colours.cyan(kiosk)}`);
  console.out(`In a second terminal: ${colours.cyan('npx kaijo demo --pin auth')}. Ctrl-C ends this one.`);
}

/** Resolves at Ctrl-C or SIGTERM, or when the service ended by itself. */
function ended(service: ServiceProcess): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    service.process.once('exit', () => resolve());
  });
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
