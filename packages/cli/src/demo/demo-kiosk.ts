import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPhoneClient, OPERATOR_ROUTES } from '@kaijo/contract';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { DataFolder } from '../installation/data-folder.ts';
import { type KioskProcess, runKioskProgram, startKioskProcess } from '../installation/kiosk-process.ts';
import { connectOperator } from '../installation/operator-client.ts';
import type { ServiceAddresses } from '../installation/service-process.ts';

/** A kiosk in a demo store that offers both PINs, with the desk's reader; enrolled as a real one is. */
export async function startDemoKiosk(
  folder: DataFolder,
  service: ServiceAddresses,
  { desk, clockOffset }: { readonly desk: { readonly url: string }; readonly clockOffset: string },
): Promise<KioskProcess> {
  const environment = {
    KAIJO_KIOSK_DATA: join(folder.root, 'kiosk'),
    KAIJO_KIOSK_READER: `desk:${desk.url}`,
    KAIJO_KIOSK_PORT_SCREEN: process.env.KAIJO_KIOSK_PORT_SCREEN ?? '0',
    KAIJO_CLOCK_OFFSET: clockOffset,
    // The playground shows it beside the phone.
    KAIJO_KIOSK_FRAME_ANCESTORS: service.publicUrl,
  };
  if (!(await isEnrolledAt(service.kioskUrl, environment.KAIJO_KIOSK_DATA)))
    await enrol(folder, service, environment);
  return startKioskProcess(environment);
}

/** The screen's address with its ticket, as the start page has it now. */
export async function screenOf({ startPage }: KioskProcess): Promise<string | undefined> {
  const page = await readFile(startPage, 'utf8');
  // Under the playground's own host: a browser that keeps sites apart lets a frame of the same site store its token.
  return /url=([^"]+)"/.exec(page)?.[1]?.replace('//127.0.0.1:', '//localhost:');
}

/** A service on other ports than last time is another service to a kiosk. */
async function isEnrolledAt(kioskUrl: string, kioskFolder: string): Promise<boolean> {
  const text = await readFile(join(kioskFolder, 'identity', 'kiosk.json'), 'utf8').catch(() => '{}');
  return (JSON.parse(text) as { kioskUrl?: string }).kioskUrl === kioskUrl;
}

async function enrol(
  folder: DataFolder,
  service: ServiceAddresses,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const phone = createPhoneClient({ baseUrl: service.publicUrl, fetch: globalThis.fetch });
  const found = await phone.listStores({ pin: 'auth' });
  const store = found.kind === 'ok' ? found.body.stores[0] : undefined;
  if (store === undefined) throw new CommandFailure(EXIT.UNAVAILABLE, 'no store offers the auth PIN');
  const operator = await connectOperator(folder);
  try {
    const { code } = await operator.call(OPERATOR_ROUTES.issueKioskCode, {
      body: { store: store.id, staff: 'command-line' },
    });
    const args = ['enrol', '--again', '--service', service.publicUrl, '--code', code];
    const exit = await runKioskProgram(args, environment, 'ignore');
    if (exit !== 0) throw new CommandFailure(EXIT.UNAVAILABLE, `the kiosk could not be enrolled (${exit})`);
  } finally {
    await operator.close();
  }
}
