import type { ImportReport, ImportTable } from '@kaijo/contract';
import { Button, Notice } from '@kaijo/ui';
import { type ReactNode, useId, useState } from 'react';
import { download } from '../parts/download.ts';
import { Choice, Form } from '../parts/form.tsx';
import { OFFICE_ROUTES, TroubleNotice, useAct, useService } from '../parts/service.tsx';
import { Table } from '../parts/table.tsx';
import { useOperationTexts } from '../texts/index.ts';

type Mode = 'merge' | 'replace';

/** Tables as CSV, out and in: what a file would change is shown before it does. */
export function TableFiles({ onApplied }: { readonly onApplied: () => Promise<void> }): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.stores;
  const { mayChange } = useService();
  const { act, outcome } = useAct();
  const fileId = useId();
  const [table, setTable] = useState<ImportTable>('offers');
  const [mode, setMode] = useState<Mode>('merge');
  const [csv, setCsv] = useState<string>();
  const [report, setReport] = useState<ImportReport>();
  const take = async (dryRun: boolean) => {
    if (csv === undefined) return;
    const said = await act(OFFICE_ROUTES.importTable, { body: { table, csv, mode, dryRun } });
    setReport(said);
    if (said?.applied) await onApplied();
  };
  const fetchFile = async () => {
    const file = await act(OFFICE_ROUTES.exportTable, { query: { table } });
    if (file !== undefined) download(`kaijo-${table}.csv`, file.csv);
  };
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value);
      // What was checked was another file.
      setReport(undefined);
    };
  return (
    <Form heading={words.files} onSubmit={() => void take(true)}>
      {outcome !== 'done' && <TroubleNotice of={outcome} />}
      <Choice label={words.table} value={table} among={words.tables} onChoose={changed(setTable)} />
      <Button look="secondary" onClick={() => void fetchFile()}>
        {texts.csv}
      </Button>
      {mayChange && (
        <>
          <div className="o-field">
            <label htmlFor={fileId}>{words.file}</label>
            <input
              id={fileId}
              type="file"
              accept=".csv,text/csv"
              required
              onChange={async (event) => changed(setCsv)(await event.target.files?.[0]?.text())}
            />
          </div>
          <Choice label={words.mode} value={mode} among={words.modes} onChoose={changed(setMode)} />
          <Button type="submit" look="secondary">
            {words.check}
          </Button>
          {report && <Report of={report} />}
          {report && report.faultCount === 0 && !report.applied && (
            <Button onClick={() => void take(false)}>{words.apply}</Button>
          )}
        </>
      )}
    </Form>
  );
}

function Report({ of }: { readonly of: ImportReport }): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.stores;
  const { added, changed, removed, unchanged, faultCount, faults, changes, applied } = of;
  if (faultCount > 0)
    return (
      <>
        <Notice kind="error" role="alert">
          {words.faults({ count: faultCount })}
        </Notice>
        <Table
          caption={words.message}
          rows={faults}
          keyOf={({ line, column, message }) => [line, column, message].join()}
          columns={[
            { name: words.line, cell: ({ line }) => line },
            { name: words.column, cell: ({ column }) => column },
            { name: words.message, cell: ({ message }) => <span lang="en">{message}</span> },
          ]}
        />
      </>
    );
  return (
    <>
      <Notice kind={applied ? 'success' : 'information'} role="status">
        {applied && <p>{words.applied}</p>}
        <p>{words.report({ added, changed, removed, unchanged })}</p>
      </Notice>
      {!applied && (
        <Table
          caption={words.changes}
          rows={changes}
          keyOf={({ before, after }) => `${before}→${after}`}
          columns={[
            { name: words.before, cell: ({ before }) => before ?? '–' },
            { name: words.after, cell: ({ after }) => after ?? '–' },
          ]}
        />
      )}
    </>
  );
}
