import type { StopSwitch, SwitchScope } from '@kaijo/contract';
import { type ReactNode, useRef, useState } from 'react';
import { Choice, Confirm, Field, Form } from '../parts/form.tsx';
import { type Draft, SentenceFields, Sentences, sentenceOf } from '../parts/sentence.tsx';
import { OFFICE_ROUTES, Outcome, TroubleNotice, useAct, useAnswer, useService } from '../parts/service.tsx';
import { Table } from '../parts/table.tsx';
import { useOperationTexts } from '../texts/index.ts';

/** R42: what is stopped; stopping a card generation, chain, store or kiosk at once. */
export function SwitchesPage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.switches;
  const { mayChange } = useService();
  const { body, trouble, reload } = useAnswer(OFFICE_ROUTES.listSwitches);
  const { body: chains } = useAnswer(OFFICE_ROUTES.listChains);
  const { act, outcome } = useAct();
  const nameOf = ({ scope, subject }: Pick<StopSwitch, 'scope' | 'subject'>): string => {
    const chain = scope === 'chain' ? chains?.chains.find(({ id }) => id === subject) : undefined;
    return chain?.name ?? subject;
  };
  const letGo = async (id: string) => {
    await act(OFFICE_ROUTES.removeSwitch, { id });
    await reload();
  };
  return (
    <>
      <p>{words.lead}</p>
      <TroubleNotice of={trouble} />
      <Outcome of={outcome} />
      {body && (
        <Table<StopSwitch>
          caption={words.list}
          rows={body.switches}
          keyOf={({ id }) => id}
          columns={[
            { name: words.subject, cell: nameOf },
            { name: words.scope, cell: ({ scope }) => words.scopes[scope] },
            { name: texts.maintenance.words, cell: ({ sentence }) => <Sentences of={sentence} /> },
            ...(mayChange
              ? [
                  {
                    name: texts.actions,
                    cell: (one: StopSwitch) => (
                      <Confirm
                        label={`${words.letGo}: ${nameOf(one)}`}
                        question={words.reallyLetGo({ subject: nameOf(one) })}
                        onConfirm={() => void letGo(one.id)}
                      >
                        {words.letGo}
                      </Confirm>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {mayChange && (
        <Stop
          chains={Object.fromEntries((chains?.chains ?? []).map(({ id, name }) => [id, name]))}
          onStop={async (request) => {
            const set = await act(OFFICE_ROUTES.setSwitch, { body: request });
            await reload();
            return set !== undefined;
          }}
        />
      )}
    </>
  );
}

interface StopProps {
  readonly chains: Readonly<Record<string, string>>;
  readonly onStop: (request: object) => Promise<boolean>;
}

function Stop({ chains, onStop }: StopProps): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.switches;
  const fields = useRef<HTMLDivElement>(null);
  const [scope, setScope] = useState<SwitchScope>('chain');
  const [typed, setTyped] = useState('');
  const [chain, setChain] = useState('');
  const [draft, setDraft] = useState<Draft>({});
  const subject = scope === 'chain' ? chain || (Object.keys(chains)[0] ?? '') : typed.trim();
  const stop = async () => {
    if (!(await onStop({ scope, subject, sentence: sentenceOf(draft) }))) return;
    setTyped('');
    setDraft({});
  };
  return (
    <Form heading={words.stopHeading} onSubmit={() => undefined}>
      <div className="c-form" ref={fields}>
        <Choice label={words.scope} value={scope} among={words.scopes} onChoose={setScope} />
        {scope === 'chain' ? (
          <Choice label={words.subject} value={subject} among={chains} onChoose={setChain} />
        ) : (
          <Field
            label={words.subject}
            hint={words.subjectHints[scope]}
            required
            maxLength={80}
            value={typed}
            onText={setTyped}
          />
        )}
        <SentenceFields draft={draft} onDraft={setDraft} />
      </div>
      <Confirm
        look="primary"
        question={words.reallyStop({ subject: chains[subject] ?? subject })}
        isReady={() => fields.current?.closest('form')?.reportValidity() ?? false}
        onConfirm={() => void stop()}
      >
        {words.stop}
      </Confirm>
    </Form>
  );
}
