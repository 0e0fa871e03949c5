import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectOperator,
  type KioskProcess,
  runKioskProgram,
  startKioskProcess,
} from '@kaijo/cli/installation';
import { OPERATOR_ROUTES } from '@kaijo/contract';
import type { RestartableService } from '../../support/restartable-service.ts';
import { phoneAt } from '../../support/story.ts';
import { ScreenClient } from './screen-client.ts';

/** The kiosk as stores run it: a program of its own, enrolled with a code, ended by SIGKILL where a test wants it. */
export interface KioskAsProcess {
  readonly process: KioskProcess;
  readonly screen: ScreenClient;
  readonly environment: Readonly<Record<string, string>>;
  kill(): Promise<void>;
  /** Over the same folder, with a new browser. */
  start(): Promise<void>;
  /** A new screen takes over. */
  openScreen(): Promise<void>;
  close(): Promise<void>;
}

/** `reader`: `pcsc`, or `desk:http://…`. */
export async function kioskAsProcess(
  service: RestartableService,
  reader: string,
  more: Readonly<Record<string, string>> = {},
): Promise<KioskAsProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-kiosk-'));
  const environment = {
    KAIJO_KIOSK_DATA: folder,
    KAIJO_KIOSK_READER: reader,
    KAIJO_KIOSK_PORT_SCREEN: '0',
    KAIJO_CLOCK_OFFSET: String(service.now().getTime() - Date.now()),
    ...more,
  };
  await enrol(service, environment);
  let process = await startKioskProcess(environment);
  let screen = await ScreenClient.open(process.startPage);
  return {
    environment,
    get process() {
      return process;
    },
    get screen() {
      return screen;
    },
    kill: () => process.kill(),
    async start() {
      screen.kill();
      process = await startKioskProcess(environment);
      screen = await ScreenClient.open(process.startPage);
    },
    async openScreen() {
      screen = await ScreenClient.open(process.startPage);
    },
    async close() {
      screen.kill();
      await process.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** With a code, as a shop's technician does. */
export async function enrol(
  service: RestartableService,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const found = await phoneAt(service).client.listStores({ pin: 'auth' });
  const store = found.kind === 'ok' ? found.body.stores[0] : undefined;
  const operator = await connectOperator(service.folder);
  try {
    const { code } = await operator.call(OPERATOR_ROUTES.issueKioskCode, {
      body: { store: store?.id, staff: 's-1' },
    });
    const args = ['enrol', '--service', service.publicUrl, '--code', code];
    const exit = await runKioskProgram(args, environment, 'ignore');
    if (exit !== 0) throw new Error(`enrolment ended with ${exit}`);
  } finally {
    await operator.close();
  }
}
