import type { OperatorChain, TargetPin } from '@kaijo/contract';
import { Button } from '@kaijo/ui';
import { type ReactNode, useState } from 'react';
import { Choice, Field, Form } from '../parts/form.tsx';
import { day } from '../parts/japan-time.ts';
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
import { TableFiles } from './table-files.tsx';

type Offer = OperatorChain['offers'][number] & { readonly chain: string; readonly name: string };

/** R26: what each chain offers from when; adding an offer; everything else as CSV. */
export function StoresPage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.stores;
  const { mayChange } = useService();
  const { body, trouble, reload } = useAnswer(OFFICE_ROUTES.listChains);
  const today = day(useServiceClock()());
  const stateOf = ({ firstDay, lastDay }: Offer): string =>
    firstDay > today
      ? words.states.coming
      : (lastDay ?? today) < today
        ? words.states.past
        : words.states.running;
  return (
    <>
      <TroubleNotice of={trouble} />
      {body && (
        <Table<Offer>
          caption={words.offers}
          rows={body.chains.flatMap(({ id, name, offers }) =>
            offers.map((offer) => ({ chain: id, name, ...offer })),
          )}
          keyOf={({ chain, pin, firstDay, stores }) => [chain, pin, firstDay, stores].join()}
          columns={[
            { name: words.chain, cell: ({ name }) => <span lang="ja">{name}</span> },
            { name: words.pin, cell: ({ pin }) => texts.pins[pin] },
            { name: words.firstDay, cell: ({ firstDay }) => firstDay },
            { name: words.lastDay, cell: ({ lastDay }) => lastDay ?? '' },
            {
              name: words.where,
              cell: ({ stores }) => (stores === undefined ? words.everyStore : words.someStores({ stores })),
            },
            { name: words.state, cell: stateOf },
          ]}
        />
      )}
      {mayChange && body && (
        <AddOffer
          chains={Object.fromEntries(body.chains.map(({ id, name }) => [id, name]))}
          onAdded={reload}
        />
      )}
      <TableFiles onApplied={reload} />
    </>
  );
}

interface AddProps {
  readonly chains: Readonly<Record<string, string>>;
  readonly onAdded: () => Promise<void>;
}

function AddOffer({ chains, onAdded }: AddProps): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.stores;
  const { act, outcome } = useAct();
  const [chain, setChain] = useState(Object.keys(chains)[0] ?? '');
  const [pin, setPin] = useState<TargetPin>('auth');
  const now = useServiceClock();
  const [first, setFirst] = useState(() => day(new Date(now().getTime() + 86_400_000)));
  const [last, setLast] = useState('');
  const add = async () => {
    // The same way as a file: one line of it, checked line by line.
    const csv = `chain,store,pin,first_day,last_day\n${[chain, '', pin, first, last].join(',')}\n`;
    await act(OFFICE_ROUTES.importTable, { body: { table: 'offers', csv, mode: 'merge', dryRun: false } });
    await onAdded();
  };
  return (
    <Form heading={words.addHeading} lead={words.addLead} onSubmit={() => void add()}>
      <Outcome of={outcome} />
      <Choice label={words.chain} value={chain} among={chains} onChoose={setChain} />
      <Choice
        label={words.pin}
        value={pin}
        among={{ sign: texts.pins.sign, auth: texts.pins.auth }}
        onChoose={setPin}
      />
      <Field label={words.firstDay} type="date" required value={first} onText={setFirst} />
      <Field label={words.openEnd} type="date" min={first} value={last} onText={setLast} />
      <Button type="submit">{words.add}</Button>
    </Form>
  );
}
