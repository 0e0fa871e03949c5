import type { MaintenanceScope, MaintenanceWindow } from '@kaijo/contract';
import { Button } from '@kaijo/ui';
import { type ReactNode, useState } from 'react';
import { Choice, Confirm, Field, Form } from '../parts/form.tsx';
import { fieldOf, minute, momentOf } from '../parts/japan-time.ts';
import { type Draft, SentenceFields, Sentences, sentenceOf } from '../parts/sentence.tsx';
import {
  OFFICE_ROUTES,
  Outcome,
  TroubleNotice,
  useAct,
  useAnswer,
  useService,
  useServiceClock,
} from '../parts/service.tsx';
import { Table } from '../parts/table.tsx';
import { useOperationTexts } from '../texts/index.ts';

/** R36: windows that run or are announced; announcing and withdrawing them. */
export function MaintenancePage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.maintenance;
  const { mayChange } = useService();
  const { body, trouble, reload } = useAnswer(OFFICE_ROUTES.listMaintenance);
  const { act, outcome } = useAct();
  const withdraw = async (id: string) => {
    await act(OFFICE_ROUTES.withdrawMaintenance, { id });
    await reload();
  };
  const now = useServiceClock()();
  return (
    <>
      <p>{words.lead}</p>
      <TroubleNotice of={trouble} />
      <Outcome of={outcome} />
      {body && (
        <Table<MaintenanceWindow>
          caption={words.list}
          rows={body.maintenance}
          keyOf={({ id }) => id}
          columns={[
            { name: words.starts, cell: ({ startsAt }) => minute(new Date(startsAt)) },
            { name: words.ends, cell: ({ endsAt }) => minute(new Date(endsAt)) },
            { name: words.scope, cell: ({ scope }) => words.scopes[scope] },
            {
              name: words.state,
              cell: ({ startsAt }) => (new Date(startsAt) <= now ? words.running : words.announced),
            },
            { name: words.words, cell: ({ sentence }) => <Sentences of={sentence} /> },
            ...(mayChange
              ? [
                  {
                    name: texts.actions,
                    cell: ({ id, startsAt }: MaintenanceWindow) => (
                      <Confirm
                        label={`${words.withdraw}: ${minute(new Date(startsAt))}`}
                        question={words.reallyWithdraw}
                        onConfirm={() => void withdraw(id)}
                      >
                        {words.withdraw}
                      </Confirm>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {mayChange && (
        <Announce
          onAnnounce={async (request) => {
            const announced = await act(OFFICE_ROUTES.announceMaintenance, { body: request });
            await reload();
            return announced !== undefined;
          }}
        />
      )}
    </>
  );
}

const HOUR_MS = 3_600_000;

function Announce({ onAnnounce }: { readonly onAnnounce: (request: object) => Promise<boolean> }): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.maintenance;
  const now = useServiceClock();
  const nextHour = Math.ceil(now().getTime() / HOUR_MS) * HOUR_MS;
  const [starts, setStarts] = useState(fieldOf(new Date(nextHour)));
  const [ends, setEnds] = useState(fieldOf(new Date(nextHour + HOUR_MS)));
  const [scope, setScope] = useState<MaintenanceScope>('all');
  const [draft, setDraft] = useState<Draft>({});
  const [isWrong, setWrong] = useState(false);
  const announce = async () => {
    const [startsAt, endsAt] = [momentOf(starts), momentOf(ends)];
    const fits = startsAt !== undefined && endsAt !== undefined && startsAt < endsAt && endsAt > now();
    setWrong(!fits);
    if (!fits) return;
    const sentence = sentenceOf(draft);
    const request = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), scope, sentence };
    if (!(await onAnnounce(request))) return;
    setDraft({});
  };
  return (
    <Form heading={words.announceHeading} onSubmit={() => void announce()}>
      <Field label={words.startsAt} type="datetime-local" required value={starts} onText={setStarts} />
      <Field label={words.endsAt} type="datetime-local" required value={ends} onText={setEnds} />
      {isWrong && (
        <p className="o-wrong" role="alert">
          {words.order}
        </p>
      )}
      <Choice label={words.scope} value={scope} among={words.scopes} onChoose={setScope} />
      <SentenceFields draft={draft} onDraft={setDraft} />
      <Button type="submit">{words.announce}</Button>
    </Form>
  );
}
