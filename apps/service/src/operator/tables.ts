import { type ExportTable, type ImportTable, OPERATOR_ROUTES } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { answer, defineCommand, defineQuery, type Endpoint, ready } from '../http/index.ts';
import { listKiosks } from '../kiosk-trust/index.ts';
import { exportStoreTable, importStoreTable, readStoreTable } from '../stores/index.ts';
import { exportAnswers } from '../survey/index.ts';
import type { OperatorDependencies } from './dependencies.ts';
import { exportKiosks, importKiosks, readKiosks } from './kiosk-file.ts';

/** R26 as files: what is wrong is named by line and column, and nothing is taken over of a file that has a fault. */
export function tableEndpoints({ db }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.exportTable, async ({ query: { table } }) =>
      answer(200, { csv: await exportOf(db, table) }),
    ),
    defineCommand(OPERATOR_ROUTES.importTable, {
      prepare: async ({ body: { table, csv } }) => ready(await readFile(table, csv)),
      decide: async ({ tx, now, prepared, body: { csv, mode, dryRun, staff } }) => {
        const common = { dryRun, staff, now };
        if (prepared.table === 'kiosks')
          return answer(200, await importKiosks(tx, { file: prepared.file, ...common }));
        const { table, file } = prepared;
        const kiosks = (await listKiosks(tx)).filter(({ revokedAt }) => revokedAt === undefined);
        const storesInUse = new Set(kiosks.map(({ store }) => store));
        return answer(200, await importStoreTable(tx, { table, csv, file, mode, storesInUse, ...common }));
      },
    }),
  ];
}

async function readFile(table: ImportTable, csv: string) {
  if (table === 'kiosks') return { table, file: await readKiosks(csv) } as const;
  return { table, file: await readStoreTable(table, csv) } as const;
}

function exportOf(db: Connection, table: ExportTable): Promise<string> {
  if (table === 'kiosks') return exportKiosks(db);
  if (table === 'survey') return exportAnswers(db);
  return exportStoreTable(db, table);
}
