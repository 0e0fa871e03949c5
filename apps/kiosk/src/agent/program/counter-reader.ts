import { COUNTER_READER_PORT } from '@kaijo/contract';
import { startCounterReader } from '../counter-reader/counter-reader.ts';
import type { ReaderSetting } from './configuration.ts';
import { processLog } from './log.ts';
import { openReaders } from './run.ts';

/** `kaijo reader`: gives the counter's page the card readers of this machine, until it is told to end. */
export async function counterReader(origin: string, reader: ReaderSetting): Promise<void> {
  const served = await startCounterReader({
    readers: openReaders(reader),
    origin,
    port: COUNTER_READER_PORT,
    onFailure: (error) =>
      processLog.warn('the card reader failed', {
        error: error instanceof Error ? error.name : typeof error,
      }),
  });
  processLog.info('listening', { url: served.url });
  process.send?.({ kind: 'listening', url: served.url });
  const end = (): void => void served.close().finally(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
  process.once('disconnect', end);
}
