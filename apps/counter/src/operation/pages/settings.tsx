import type { Settings, ShownAuditEntry } from '@kaijo/contract';
import { Button } from '@kaijo/ui';
import { type ReactNode, useState } from 'react';
import { Field, Form, LongText, Tick } from '../parts/form.tsx';
import { stamp } from '../parts/japan-time.ts';
import { OFFICE_ROUTES, Outcome, TroubleNotice, useAct, useAnswer, useService } from '../parts/service.tsx';
import { Table } from '../parts/table.tsx';
import { useOperationTexts } from '../texts/index.ts';

/** R12, R22, R35, R44: the settings, a form each, and who changed them when (R39). */
export function SettingsPage(): ReactNode {
  const { texts } = useOperationTexts();
  const words = texts.settings;
  const { mayChange } = useService();
  const settings = useAnswer(OFFICE_ROUTES.showSettings);
  const history = useAnswer(OFFICE_ROUTES.searchAudit, { query: { kind: 'setting.changed' } });
  const { act, outcome } = useAct();
  const save = async (change: Partial<Settings>) => {
    await act(OFFICE_ROUTES.changeSettings, { body: { settings: change } });
    await Promise.all([settings.reload(), history.reload()]);
  };
  const now = settings.body;
  return (
    <>
      <TroubleNotice of={settings.trouble} />
      <Outcome of={outcome} done={words.saved} />
      {now && (
        <fieldset className="o-settings" disabled={!mayChange} key={JSON.stringify(now)}>
          <legend className="k-visually-hidden">{words.heading}</legend>
          <WeakPins now={now.newPinPolicy} onSave={(newPinPolicy) => void save({ newPinPolicy })} />
          <Restriction now={now.restriction} onSave={(restriction) => void save({ restriction })} />
          <SecondPerson now={now.counter} onSave={(counter) => void save({ counter })} />
          <Terms now={now.terms} onSave={(terms) => void save({ terms })} />
        </fieldset>
      )}
      <TroubleNotice of={history.trouble} />
      {history.body && <History entries={history.body.entries} />}
    </>
  );
}

interface Group<N extends keyof Settings> {
  readonly now: Settings[N];
  readonly onSave: (value: Settings[N]) => void;
}

function WeakPins({ now, onSave }: Group<'newPinPolicy'>): ReactNode {
  const words = useOperationTexts().texts.settings;
  const [typed, setTyped] = useState(now.weakPins.join(' '));
  const [refuseBirth, setRefuseBirth] = useState(now.refuseBirth);
  const [isWrong, setWrong] = useState(false);
  const weakPins = [...new Set(typed.split(/\s+/).filter((one) => one !== ''))];
  const save = () => {
    const fits = weakPins.every((one) => /^[0-9]{4}$/.test(one));
    setWrong(!fits);
    if (fits) onSave({ weakPins, refuseBirth });
  };
  return (
    <Form heading={words.weakHeading} onSubmit={save}>
      <LongText label={words.weakPins} hint={words.weakHint} rows={5} value={typed} onText={setTyped} />
      <p>{words.weakCount({ count: weakPins.length })}</p>
      {isWrong && (
        <p className="o-wrong" role="alert">
          {words.weakWrong}
        </p>
      )}
      <Tick label={words.refuseBirth} checked={refuseBirth} onTick={setRefuseBirth} />
      <Save />
    </Form>
  );
}

function Restriction({ now, onSave }: Group<'restriction'>): ReactNode {
  const words = useOperationTexts().texts.settings;
  const [days, setDays] = useState(String(now.days));
  const [mayBeLifted, setMayBeLifted] = useState(now.mayBeLifted);
  return (
    <Form heading={words.restrictionHeading} onSubmit={() => onSave({ days: Number(days), mayBeLifted })}>
      <Field label={words.days} type="number" min={1} max={366} required value={days} onText={setDays} />
      <Tick label={words.mayBeLifted} checked={mayBeLifted} onTick={setMayBeLifted} />
      <Save />
    </Form>
  );
}

function SecondPerson({ now, onSave }: Group<'counter'>): ReactNode {
  const words = useOperationTexts().texts.settings;
  const [secondPerson, setSecondPerson] = useState(now.secondPerson);
  return (
    <Form heading={words.counterHeading} onSubmit={() => onSave({ secondPerson })}>
      <Tick label={words.secondPerson} checked={secondPerson} onTick={setSecondPerson} />
      <Save />
    </Form>
  );
}

function Terms({ now, onSave }: Group<'terms'>): ReactNode {
  const words = useOperationTexts().texts.settings;
  const [version, setVersion] = useState(now.version);
  return (
    <Form heading={words.termsHeading} onSubmit={() => onSave({ version })}>
      <Field label={words.version} required maxLength={40} value={version} onText={setVersion} />
      <Save />
    </Form>
  );
}

function Save(): ReactNode {
  return (
    <Button type="submit" look="secondary">
      {useOperationTexts().texts.settings.save}
    </Button>
  );
}

function History({ entries }: { readonly entries: readonly ShownAuditEntry[] }): ReactNode {
  const words = useOperationTexts().texts.settings;
  const nameOf = ({ data }: ShownAuditEntry): string =>
    words.names[data.name as keyof typeof words.names] ?? '';
  return (
    <Table<ShownAuditEntry>
      caption={words.history}
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        { name: words.at, cell: ({ at }) => stamp(new Date(at)) },
        { name: words.what, cell: nameOf },
        { name: words.who, cell: ({ subjects }) => subjects.staff ?? '' },
        { name: words.value, cell: ({ data }) => <code className="o-words">{shortened(data.value)}</code> },
      ]}
    />
  );
}

const LONGEST = 160;

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
