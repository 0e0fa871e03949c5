import type { OperatorKiosk } from '@kaijo/contract';
import { type ReactNode, useState } from 'react';
import { Choice, Confirm } from '../parts/form.tsx';
import { minute } from '../parts/japan-time.ts';
import { OFFICE_ROUTES, Outcome, TroubleNotice, useAct, useAnswer, useService } from '../parts/service.tsx';
import { Table } from '../parts/table.tsx';
import { type OperationTexts, useOperationTexts } from '../texts/index.ts';
import { EnrolCode } from './enrol-code.tsx';

type Words = OperationTexts['kiosks'];
type Filter = keyof Words['filters'];

/** More rows than anybody reads. */
const SHOWN = 200;
/** As the service tells it of a kiosk (kiosk-fleet). */
const CLOCK_OFFSET_TOLD_MS = 30_000;

/** Kiosks and how they are, the silent ones first; shutting one out; codes for new ones. */
export function KiosksPage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.kiosks;
  const { mayChange } = useService();
  const { body, trouble, reload } = useAnswer(OFFICE_ROUTES.listKiosks);
  const { act, outcome } = useAct();
  const [filter, setFilter] = useState<Filter>('all');
  const kiosks = body?.kiosks ?? [];
  const active = kiosks.filter(({ revokedAt }) => revokedAt === undefined);
  const chosen = kiosks
    .filter(
      (kiosk) =>
        filter === 'all' || (filter === 'silent' ? kiosk.silent : troublesOf(kiosk, words).length > 0),
    )
    .toSorted((a, b) => Number(b.silent) - Number(a.silent));
  const revoke = async (id: string) => {
    await act(OFFICE_ROUTES.revokeKiosk, { id });
    await reload();
  };
  return (
    <>
      <TroubleNotice of={trouble} />
      <Outcome of={outcome} />
      {body && (
        <>
          <p>
            {words.summary({ active: active.length, silent: active.filter(({ silent }) => silent).length })}
          </p>
          <Choice label={words.only} value={filter} among={words.filters} onChoose={setFilter} />
          {chosen.length > SHOWN && <p>{words.shown({ count: SHOWN })}</p>}
          <Table<OperatorKiosk>
            caption={words.filters[filter]}
            rows={chosen.slice(0, SHOWN)}
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
        </>
      )}
      {mayChange && <EnrolCode />}
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
