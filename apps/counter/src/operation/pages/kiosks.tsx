import type { OperatorKiosk } from '@kaijo/contract';
import { Button } from '@kaijo/ui';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Choice, Confirm, Field } from '../parts/form.tsx';
import { minute } from '../parts/japan-time.ts';
import {
  OFFICE_ROUTES,
  Outcome,
  type Trouble,
  TroubleNotice,
  troubleOf,
  useAct,
  useAnswer,
  useCall,
  useService,
  useServiceClock,
} from '../parts/service.tsx';
import { Table } from '../parts/table.tsx';
import { type OperationTexts, useOperationTexts } from '../texts/index.ts';
import { EnrolCode } from './enrol-code.tsx';

type Words = OperationTexts['kiosks'];
type Filter = keyof Words['filters'];

/** As the service tells it of a kiosk (kiosk-fleet). */
const CLOCK_OFFSET_TOLD_MS = 30_000;

/** Kiosks and how they are, a page at a time; shutting one out; codes for new ones. */
export function KiosksPage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.kiosks;
  const { mayChange } = useService();
  const [filter, setFilter] = useState<Filter>('all');
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const { body: counted, reload: count } = useAnswer(OFFICE_ROUTES.listKiosks, { query: { limit: '1' } });
  return (
    <>
      {counted && <p>{words.summary(counted.counts)}</p>}
      <form
        className="o-filter"
        onSubmit={(event) => {
          event.preventDefault();
          setSearch(typed.trim());
        }}
      >
        <Choice label={words.only} value={filter} among={words.filters} onChoose={setFilter} />
        <Field label={words.searchKiosk} maxLength={100} value={typed} onText={setTyped} />
        <Button type="submit" look="secondary">
          {texts.show}
        </Button>
      </form>
      <Kiosks key={`${filter} ${search}`} filter={filter} search={search} onChanged={count} />
      {mayChange && <EnrolCode />}
    </>
  );
}

interface KiosksProps {
  readonly filter: Filter;
  readonly search: string;
  readonly onChanged: () => Promise<void>;
}

function Kiosks({ filter, search, onChanged }: KiosksProps): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.kiosks;
  const { mayChange } = useService();
  const ask = useCall();
  const now = useServiceClock();
  const { act, outcome } = useAct();
  const [kiosks, setKiosks] = useState<readonly OperatorKiosk[]>();
  const [next, setNext] = useState<string>();
  const [trouble, setTrouble] = useState<Trouble>();
  const read = useCallback(
    async (after?: string) => {
      const query = {
        ...(filter !== 'all' && { only: filter }),
        ...(search !== '' && { search }),
        ...(after !== undefined && { after }),
      };
      const page = await ask(OFFICE_ROUTES.listKiosks, { query });
      if (page.kind !== 'ok') return setTrouble(troubleOf(page));
      setTrouble(undefined);
      setKiosks((before = []) => [...(after === undefined ? [] : before), ...page.body.kiosks]);
      setNext(page.body.next);
    },
    [ask, filter, search],
  );
  useEffect(() => void read(), [read]);
  const revoke = async (id: string) => {
    const revoked = await act(OFFICE_ROUTES.revokeKiosk, { id });
    // The pages that are shown stay; the row says at once what it is now.
    if (revoked !== undefined)
      setKiosks((before) =>
        before?.map((one) =>
          one.kiosk === id ? { ...one, silent: false, revokedAt: now().toISOString() } : one,
        ),
      );
    await onChanged();
  };
  return (
    <>
      <TroubleNotice of={trouble} />
      <Outcome of={outcome} />
      {kiosks && (
        <Table<OperatorKiosk>
          caption={words.filters[filter]}
          rows={kiosks}
          keyOf={({ kiosk }) => kiosk}
          columns={[
            {
              name: words.store,
              cell: ({ storeName, store, kiosk }) => (
                <>
                  {storeName ?? store}
                  <br />
                  <span className="o-id">{kiosk}</span>
                </>
              ),
            },
            { name: words.chain, cell: ({ chain }) => chain ?? '' },
            { name: words.prefecture, cell: ({ prefecture }) => prefecture ?? '' },
            { name: words.state, cell: (kiosk) => <State of={kiosk} words={words} /> },
            {
              name: words.heard,
              cell: ({ health }) => (health ? minute(new Date(health.heardAt)) : words.never),
            },
            { name: words.version, cell: ({ health }) => health?.version ?? '' },
            ...(mayChange
              ? [
                  {
                    name: texts.actions,
                    cell: ({ kiosk, storeName, revokedAt }: OperatorKiosk) =>
                      revokedAt === undefined && (
                        <Confirm
                          label={`${words.revoke}: ${storeName ?? kiosk}`}
                          question={words.reallyRevoke}
                          onConfirm={() => void revoke(kiosk)}
                        >
                          {words.revoke}
                        </Confirm>
                      ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {next !== undefined && (
        <Button look="secondary" onClick={() => void read(next)}>
          {texts.more}
        </Button>
      )}
    </>
  );
}

function State({ of, words }: { readonly of: OperatorKiosk; readonly words: Words }): ReactNode {
  if (of.revokedAt !== undefined) return words.states.revoked;
  const troubles = troublesOf(of, words);
  if (troubles.length === 0) return of.health ? words.states.fine : words.never;
  return (
    <ul className="o-plain">
      {troubles.map((trouble) => (
        <li key={trouble}>
          <span className="c-tag c-tag--locked">{trouble}</span>
        </li>
      ))}
    </ul>
  );
}

function troublesOf({ revokedAt, silent, health }: OperatorKiosk, { states }: Words): readonly string[] {
  if (revokedAt !== undefined) return [];
  return [
    silent && states.silent,
    health?.reader === 'none' && states['reader-none'],
    health?.printer === 'failed' && states['printer-failed'],
    health && Math.abs(health.clockOffsetMs) > CLOCK_OFFSET_TOLD_MS && states['clock-off'],
    health && health.pendingProofs > 0 && states['proofs-wait']({ count: health.pendingProofs }),
  ].filter((trouble): trouble is string => typeof trouble === 'string');
}
