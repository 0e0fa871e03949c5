import { FileKeyStore } from '@kaijo/keys';
import { findPostgres, freshDatabase, startPostgres } from '@kaijo/postgres-server';
import { createLog, openDatabaseOf, readConfiguration, verifyAudit } from '@kaijo/service';
import { startChildWith } from '../child.ts';
import { inFreshFolder, SETTINGS } from '../core/installation.ts';
import { cpuMilliseconds } from '../process-usage.ts';
import type { Nation } from './nation.ts';
import { playSlice, startOf } from './play.ts';
import { cutSlice } from './slice.ts';
import { differences, sliceReport } from './slice-report.ts';

const PROGRAM = new URL('./paced-service.js', import.meta.url);

/**
 * Plays some minutes of the nation's day against the service as a process, on PostgreSQL where it is installed.
 * @returns the report, and whether service and rules agree but for what the service's time explains
 */
export async function atTheService(
  nation: Nation,
  of: { readonly minutes: number; readonly from?: number | undefined; readonly speed: number },
): Promise<{ readonly text: string; readonly agree: boolean }> {
  const programs = await findPostgres();
  const server = programs === undefined ? undefined : await startPostgres({ programs, durable: true });
  try {
    const database =
      server === undefined ? {} : { DATABASE_URL: await freshDatabase(programs as string, server.url) };
    return await inFreshFolder(async (folder) => {
      const slice = cutSlice(nation, of.minutes, of.from);
      const settings = { ...SETTINGS, ...database, KAIJO_DATA: folder.root };
      const clock = JSON.stringify({ at: startOf(slice), since: Date.now(), speed: 0 });
      await using child = await startChildWith<string>(settings, PROGRAM, clock);
      let cpu = 0;
      const result = await playSlice(
        slice,
        { folder, publicUrl: child.said, setClock: (setting) => child.tell(setting) },
        of.speed,
        async (begins) => {
          cpu = (await cpuMilliseconds(child.pid)) - (begins ? 0 : cpu);
        },
      );
      await child.end();
      const audit = await auditOf(settings, folder.keys, result.receipts);
      const text = sliceReport({
        nation,
        slice,
        speed: of.speed,
        database: server === undefined ? 'embedded database' : 'PostgreSQL, fsync on',
        result,
        cpuMilliseconds: cpu,
        audit: audit.text,
      });
      const agree = audit.holds && differences(result.played).every(({ explained }) => explained);
      return { text, agree };
    });
  } finally {
    await server?.stop();
  }
}

/** What the service has left behind: an audit log that verifies, with an entry for each receipt and no more (R31, R39). */
async function auditOf(settings: Readonly<Record<string, string>>, keyFolder: string, receipts: number) {
  const configuration = readConfiguration(settings);
  const { db, close } = await openDatabaseOf({ configuration, log: createLog('error') });
  try {
    const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
    const keys = await FileKeyStore.open(keyFolder, random);
    const { kind } = await verifyAudit(db, await keys.auditPublicKey());
    const completed = await db
      .selectFrom('audit_entry')
      .select('id')
      .where('kind', '=', 'kiosk-session.completed')
      .execute();
    return {
      text: `${kind}; receipts ${receipts}, entries of a completed reset ${completed.length}`,
      holds: kind === 'intact' && completed.length === receipts,
    };
  } finally {
    await close();
  }
}
