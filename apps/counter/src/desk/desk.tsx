import type { CounterReceipt } from '@kaijo/contract';
import { Button, Notice, PinName, Screen, usePinInFull, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import type { Office } from '../session/office.ts';
import { useTexts } from '../texts/index.ts';
import { Identify } from './identify.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { type CardTrouble, type Unfinished, useCounter } from './use-counter.ts';

/** The clerk's screens: one step, one main button. */
export function Desk({ office, baseUrl }: { readonly office: Office; readonly baseUrl: string }): ReactNode {
  const counter = useCounter(office, baseUrl);
  const texts = useTexts();
  const pinInFull = usePinInFull();
  const { step } = counter;
  switch (step.at) {
    case 'card':
      return (
        <Screen
          step="card"
          heading={texts.card.heading}
          actions={
            <Button disabled={step.waiting === true} onClick={counter.read}>
              {step.waiting ? texts.card.reading : texts.card.read}
            </Button>
          }
        >
          {step.trouble && <Trouble trouble={step.trouble} />}
          <p>{texts.card.lead}</p>
        </Screen>
      );
    case 'identify':
      return (
        <Identify
          office={office}
          card={step.card}
          problem={step.problem}
          onOpen={(pins, document) => void counter.open(step.card, pins, document)}
        />
      );
    case 'second':
      return (
        <Screen
          step="second"
          heading={texts.second.heading}
          actions={
            <Button onClick={() => void counter.confirm(step.card, step.session)}>
              {texts.second.button}
            </Button>
          }
        >
          {step.problem !== undefined && (
            <Notice kind="error" role="alert">
              {step.problem === 'same' ? texts.second.same : texts.second.failed}
            </Notice>
          )}
          <p>{texts.second.lead}</p>
        </Screen>
      );
    case 'typing':
      return (
        <Screen
          step="typing"
          heading={texts.typing.heading}
          actions={
            <Button onClick={() => void counter.type(step.card, step.session, step.pin)}>
              {texts.typing.openWindow}
            </Button>
          }
        >
          {step.blocked && (
            <Notice kind="error" role="alert">
              {texts.typing.blocked}
            </Notice>
          )}
          <PinName pin={step.pin} />
          <p>{texts.typing.lead({ pin: pinInFull(step.pin) })}</p>
          {step.waiting ? (
            <p role="status">{texts.typing.waiting}</p>
          ) : (
            !counter.hasWindow && <p>{texts.typing.openLead}</p>
          )}
        </Screen>
      );
    case 'writing':
      return (
        <Screen step="writing" heading={texts.writing.heading}>
          <Notice kind="warning">{texts.writing.lead}</Notice>
        </Screen>
      );
    case 'failed':
      return (
        <Failed
          written={step.written}
          pin={pinInFull(step.pin)}
          onAgain={() => counter.next(step.card, step.session)}
          onStart={counter.start}
        />
      );
    case 'done':
      return <Done receipts={step.receipts} onNext={counter.start} />;
  }
}

function Trouble({ trouble }: { readonly trouble: CardTrouble }): ReactNode {
  const { card } = useTexts();
  const said: Readonly<Record<CardTrouble, string>> = {
    'no-reader': card.noReader,
    'card-gone': card.gone,
    'not-a-card': card.notCard,
    'no-certificate': card.noCertificate,
  };
  return (
    <Notice kind="error" role="alert">
      {said[trouble]}
    </Notice>
  );
}

interface FailedProps {
  readonly written: Unfinished;
  readonly pin: string;
  readonly onAgain: () => void;
  readonly onStart: () => void;
}

/** R33: what state the card is in, and how it goes on. */
function Failed({ written, pin, onAgain, onStart }: FailedProps): ReactNode {
  const texts = useTexts();
  const { failed } = texts;
  return (
    <Screen
      step="failed"
      heading={failed.heading}
      actions={
        <>
          <Button onClick={onAgain}>{failed.again}</Button>
          <Button look="secondary" onClick={onStart}>
            {texts.toStart}
          </Button>
        </>
      }
    >
      {written.kind === 'refused' && <ProblemNotice problem={written.problem} />}
      {written.kind === 'unreachable' && <ProblemNotice problem="unreachable" />}
      {written.kind === 'card-gone' && <Notice kind="error">{failed.cardGone}</Notice>}
      {(written.kind === 'card-refused' || written.kind === 'card-defective') && (
        <Notice kind="error">{failed.cardRefused}</Notice>
      )}
      <p>{standing()}</p>
    </Screen>
  );

  function standing(): string {
    const { state } = written;
    switch (state.kind) {
      case 'unchanged':
        return failed.unchanged({ pin });
      case 'initialised':
        return failed.unfinished({ pin });
      case 'set':
        return failed.unproven({ pin });
      case 'between':
        return state.states.includes('unchanged' as never)
          ? failed.maybe({ pin })
          : failed.unfinished({ pin });
    }
  }
}

/** The slip says which PIN and when, and no PIN. */
function Done({
  receipts,
  onNext,
}: {
  readonly receipts: readonly CounterReceipt[];
  readonly onNext: () => void;
}): ReactNode {
  const { done } = useTexts();
  const { tag } = useVoice();
  // A slip is read days later: the whole date, in Japan.
  const moment = new Intl.DateTimeFormat(tag, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Tokyo',
  });
  const pinInFull = usePinInFull();
  return (
    <Screen
      step="done"
      heading={done.heading}
      actions={
        <>
          <Button onClick={onNext}>{done.next}</Button>
          <Button look="secondary" onClick={() => window.print()}>
            {done.slip}
          </Button>
        </>
      }
    >
      <Notice kind="success" role="status">
        {done.lead}
      </Notice>
      <section className="c-slip">
        <h2>{done.slipHeading}</h2>
        {receipts.map(({ receipt, pin, completedAt }) => (
          <dl key={receipt}>
            <dt>{done.slipPin}</dt>
            <dd>{pinInFull(pin)}</dd>
            <dt>{done.slipAt}</dt>
            <dd>{moment.format(new Date(completedAt))}</dd>
            <dt>{done.slipReceipt}</dt>
            <dd>{receipt}</dd>
          </dl>
        ))}
        <p>{done.slipNote}</p>
      </section>
    </Screen>
  );
}
