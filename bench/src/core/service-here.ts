import type { DataFolder } from '@kaijo/cli/installation';
import { createLog, openDatabaseOf, readConfiguration, startService } from '@kaijo/service';
import { SETTINGS } from './installation.ts';

type OpenDatabase = Awaited<ReturnType<typeof openDatabaseOf>>;
export type Db = OpenDatabase['db'];

export interface ServiceHere extends AsyncDisposable {
  readonly publicUrl: string;
  readonly db: Db;
}

/** The service in this process, so that the bench can look into its database. */
export async function serviceHere(
  folder: DataFolder,
  now: () => Date,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServiceHere> {
  const configuration = readConfiguration({ ...SETTINGS, ...settings, KAIJO_DATA: folder.root });
  const log = createLog('error');
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
  const database = await openDatabaseOf({ configuration, log });
  const service = await startService({ configuration, clock: { now }, random, log, database });
  return {
    publicUrl: service.publicUrl,
    db: database.db,
    async [Symbol.asyncDispose]() {
      await service.close();
      await database.close();
    },
  };
}
