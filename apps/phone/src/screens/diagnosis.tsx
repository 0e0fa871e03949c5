import type { TargetPin } from '@kaijo/contract';
import { Button, PinName, Screen, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';
import { HoldPicture } from './hold-picture.tsx';

export function Diagnosing(): ReactNode {
  const { send } = useFlow();
  const { diagnosing } = useTexts();
  const { ui } = useVoice();
  return (
    <Screen
      step="diagnosing"
      heading={diagnosing.heading}
      actions={
        <Button look="text" onClick={() => send({ type: 'BACK' })}>
          {ui.back}
        </Button>
      }
    >
      <p>{diagnosing.lead}</p>
      <HoldPicture />
    </Screen>
  );
}

/** What the tries left say (R10), and where it leads. */
export function Diagnosed(): ReactNode {
  const { context, send } = useFlow();
  const { diagnosed, toCounter } = useTexts();
  const { ui } = useVoice();
  const kind = context.diagnosis?.kind ?? 'none-locked';
  const back = (
    <Button look="text" onClick={() => send({ type: 'BACK' })}>
      {ui.back}
    </Button>
  );
  const choose = (target: TargetPin, look: 'primary' | 'secondary') => (
    <Button key={target} look={look} className="p-choice" onClick={() => send({ type: 'CHOOSE', target })}>
      <PinName pin={target} />
    </Button>
  );
  switch (kind) {
    case 'auth-locked':
    case 'sign-locked': {
      const locked = kind === 'auth-locked' ? 'auth' : 'sign';
      return (
        <Screen
          step="diagnosed"
          heading={diagnosed.oneHeading}
          actions={<GoOn target={locked} back={back} />}
        >
          <States locked={[locked]} />
        </Screen>
      );
    }
    case 'none-locked':
      return (
        <Screen step="diagnosed" heading={diagnosed.noneHeading} actions={back}>
          <States locked={[]} />
          <p>{diagnosed.noneLead}</p>
          <div className="p-choices">
            {(['sign', 'auth'] as const).map((pin) => choose(pin, 'secondary'))}
          </div>
        </Screen>
      );
    case 'both-locked':
    case 'no-sign-pin':
      return (
        <Screen
          step="diagnosed"
          heading={kind === 'both-locked' ? diagnosed.bothHeading : diagnosed.noSignHeading}
          actions={
            <>
              <Button
                onClick={() =>
                  send({ type: 'COUNTER', reason: kind === 'both-locked' ? 'both' : 'special-card' })
                }
              >
                {toCounter}
              </Button>
              {back}
            </>
          }
        >
          {kind === 'both-locked' && <States locked={['sign', 'auth']} />}
          <p>{kind === 'both-locked' ? diagnosed.bothLead : diagnosed.noSignLead}</p>
        </Screen>
      );
  }
}

function GoOn({ target, back }: { readonly target: TargetPin; readonly back: ReactNode }): ReactNode {
  const { send } = useFlow();
  const { notSure } = useTexts();
  return (
    <>
      <Button onClick={() => send({ type: 'CHOOSE', target })}>{notSure.answerGo}</Button>
      {back}
    </>
  );
}

function States({ locked }: { readonly locked: readonly TargetPin[] }): ReactNode {
  const { diagnosed } = useTexts();
  return (
    <dl className="p-states">
      {(['sign', 'auth'] as const).map((pin) => (
        <div key={pin} className="p-states__row">
          <dt>
            <PinName pin={pin} />
          </dt>
          <dd className={locked.includes(pin) ? 'p-states__locked' : undefined}>
            {locked.includes(pin) ? `× ${diagnosed.locked}` : `✓ ${diagnosed.usable}`}
          </dd>
        </div>
      ))}
    </dl>
  );
}
