import type { AuditExportPage, ShownAuditEntry } from '@kaijo/contract';
import { Button } from '@kaijo/ui';
import { type ReactNode, useState } from 'react';
import { downloadText } from '../parts/download.ts';
import { Field, Form } from '../parts/form.tsx';
import { day, midnightBefore, momentOf, stamp } from '../parts/japan-time.ts';
import { OFFICE_ROUTES, TroubleNotice, useAct, useAnswer, useServiceClock } from '../parts/service.tsx';
import { Table } from '../parts/table.tsx';
import { useOperationTexts } from '../texts/index.ts';

const KIND = '[a-z]+(-[a-z]+)*\\.([a-z]+(-[a-z]+)*)?';

/** R39: the audit log, searched by kind, by what an entry is about, and by day. */
export function AuditPage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.audit;
  const [kind, setKind] = useState('');
  const [subject, setSubject] = useState('');
  const now = useServiceClock();
  const [from, setFrom] = useState(() => day(midnightBefore(now(), 6)));
  const [to, setTo] = useState('');
  const [query, setQuery] = useState<Record<string, string>>(() => queryOf({ kind, subject, from, to }));
  const { body, trouble } = useAnswer(OFFICE_ROUTES.searchAudit, { query });
  return (
    <>
      <p>{words.lead}</p>
      {body && <p>{words.sealed({ count: body.sealed })}</p>}
      <Export />
      <Form heading={words.search} onSubmit={() => setQuery(queryOf({ kind, subject, from, to }))}>
        <Field
          label={words.kind}
          pattern={KIND}
          title={words.wrongKind}
          maxLength={80}
          value={kind}
          onText={setKind}
        />
        <Field
          label={words.subject}
          pattern="[A-Za-z0-9._:\-]{1,100}"
          maxLength={100}
          value={subject}
          onText={setSubject}
        />
        <div className="o-filter">
          <Field label={texts.from} type="date" value={from} onText={setFrom} />
          <Field label={texts.to} type="date" value={to} onText={setTo} />
        </div>
        <Button type="submit">{words.search}</Button>
      </Form>
      <TroubleNotice of={trouble} />
      {body && <Entries key={JSON.stringify(query)} first={body.entries} query={query} />}
    </>
  );
}

/** The whole log for `kaijo audit verify`, which needs no trust in this service: the check is made elsewhere. */
function Export(): ReactNode {
  const words = useOperationTexts().texts.audit;
  const { act, outcome } = useAct();
  const [isBusy, setBusy] = useState(false);
  const fetchAll = async () => {
    setBusy(true);
    const lines: string[] = [];
    for (let query: Record<string, string> | undefined = {}; query !== undefined; ) {
      const page: AuditExportPage | undefined = await act(OFFICE_ROUTES.exportAudit, { query });
      if (page === undefined) break;
      lines.push(...page.lines);
      query = page.next && { from: String(page.next.from), size: String(page.next.size) };
      if (query === undefined) downloadText('kaijo-audit.jsonl', lines.map((line) => `${line}\n`).join(''));
    }
    setBusy(false);
  };
  return (
    <>
      <p>{words.exportLead}</p>
      <div>
        <Button look="secondary" disabled={isBusy} onClick={() => void fetchAll()}>
          {words.export}
        </Button>
      </div>
      {outcome !== 'done' && <TroubleNotice of={outcome} />}
    </>
  );
}

const DAY_MS = 86_400_000;

/** Days of Japan, both inclusive. */
function queryOf(of: Record<'kind' | 'subject' | 'from' | 'to', string>): Record<string, string> {
  const [from, last] = [of.from, of.to].map((one) => (one ? momentOf(`${one}T00:00`) : undefined));
  return {
    ...(of.kind.trim() && { kind: of.kind.trim() }),
    ...(of.subject.trim() && { subject: of.subject.trim() }),
    ...(from && { from: from.toISOString() }),
    ...(last && { to: new Date(last.getTime() + DAY_MS).toISOString() }),
  };
}

const PAGE = 100;

interface EntriesProps {
  readonly first: readonly ShownAuditEntry[];
  readonly query: Record<string, string>;
}

function Entries({ first, query }: EntriesProps): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.audit;
  const { act, outcome } = useAct();
  const [older, setOlder] = useState<readonly ShownAuditEntry[]>([]);
  const [isAll, setAll] = useState(first.length < PAGE);
  const entries = [...first, ...older];
  const more = async () => {
    const after = entries.at(-1)?.id;
    if (after === undefined) return;
    const next = await act(OFFICE_ROUTES.searchAudit, { query: { ...query, after } });
    if (next === undefined) return;
    setOlder([...older, ...next.entries]);
    setAll(next.entries.length < PAGE);
  };
  return (
    <>
      <Table<ShownAuditEntry>
        caption={words.list}
        rows={entries}
        keyOf={({ id }) => id}
        columns={[
          { name: words.at, cell: ({ at }) => stamp(new Date(at)) },
          { name: words.entry, cell: ({ kind }) => <span lang="en">{kind}</span> },
          { name: words.about, cell: ({ subjects }) => <Pairs of={subjects} /> },
          { name: words.data, cell: ({ data }) => <Pairs of={data} /> },
          { name: words.place, number: true, cell: ({ leaf }) => leaf ?? words.unsealed },
        ]}
      />
      {outcome !== 'done' && <TroubleNotice of={outcome} />}
      {!isAll && (
        <Button look="secondary" onClick={() => void more()}>
          {texts.more}
        </Button>
      )}
    </>
  );
}

/** As it is in the log: words of programs, in no language of people. */
function Pairs({ of }: { readonly of: Readonly<Record<string, unknown>> }): ReactNode {
  return (
    <dl className="o-pairs" lang="en">
      {Object.entries(of).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
