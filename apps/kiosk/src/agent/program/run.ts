import { type Agent, startAgent } from '../agent.ts';
import { type CardReaders, openDeskReader, openPcscReaders, PcscMissing } from '../card-readers/index.ts';
import { fileOutbox, readIdentity, writeIdentity } from '../folder/index.ts';
import { KioskConnection } from '../service/index.ts';
import { Printer } from '../slip/index.ts';
import { startWatchdog } from '../watchdog/watchdog.ts';
import type { KioskConfiguration, ReaderSetting } from './configuration.ts';
import { EXIT, ProgramFailure } from './exit-codes.ts';
import { processLog } from './log.ts';
import { kioskVersion } from './version.ts';

const WATCHDOG_MS = 15_000;
/** A kiosk of which one holds the card cannot be a second one. */
export const NOT_ENROLLED = 'this kiosk is not enrolled; run: kaijo kiosk enrol --service URL --code CODE';

/** `kaijo kiosk run`: serves the screen until it is told to end. @throws ProgramFailure */
export async function run(configuration: KioskConfiguration): Promise<void> {
  const { folder, clockOffset } = configuration;
  const kiosk = await readIdentity(folder.identity);
  if (kiosk === undefined) throw new ProgramFailure(EXIT.CONFIGURATION, NOT_ENROLLED);
  const connection = new KioskConnection(kiosk, (renewed) => writeIdentity(folder.identity, renewed));
  const agent = await startAgent({
    version: kioskVersion(),
    client: connection.client,
    readers: openReaders(configuration.reader),
    outbox: fileOutbox(folder.outbox),
    ...(configuration.printer !== undefined && { printer: new Printer(configuration.printer) }),
    storeName: kiosk.storeName,
    screen: {
      port: configuration.screenPort,
      runtime: folder.runtime,
      site: configuration.site,
      frameAncestors: configuration.frameAncestors,
    },
    now: () => new Date(Date.now() + clockOffset),
    log: processLog,
    onContact: () => connection.renewIfDue(new Date()),
  });
  startWatchdog(WATCHDOG_MS);
  const { url, startPage } = agent.screen;
  processLog.info('listening', { url });
  process.send?.({ kind: 'listening', url, startPage });
  endAtSignals(agent, connection);
}

/** @throws ProgramFailure where PC/SC's binding was not compiled */
export function openReaders(setting: ReaderSetting): CardReaders {
  if (setting.kind === 'desk') return openDeskReader(setting.url);
  try {
    return openPcscReaders();
  } catch (error) {
    if (error instanceof PcscMissing) throw new ProgramFailure(EXIT.UNAVAILABLE, error.message);
    throw error;
  }
}

function endAtSignals(agent: Agent, connection: KioskConnection): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    void agent
      .close()
      .then(() => connection.close())
      .finally(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
  // Started by a program that is gone: nobody would end this one.
  process.on('disconnect', end);
}
