import { Button, Screen, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import type { CounterReason } from '../flow/types.ts';
import { type PhoneSource, useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';

const WHY: Readonly<Record<CounterReason, keyof PhoneSource['counter']>> = {
  both: 'both',
  'support-or-resident': 'supportOrResident',
  'special-card': 'specialCard',
  'no-way-on': 'noWayOn',
  face: 'face',
};

/** The way to the counter (R1, R2, R34, R41), with what to bring. */
export function Counter(): ReactNode {
  const { context, send } = useFlow();
  const { counter } = useTexts();
  const { ui } = useVoice();
  return (
    <Screen
      step="counter"
      heading={counter.heading}
      actions={
        <Button look="secondary" onClick={() => send({ type: 'BACK' })}>
          {ui.back}
        </Button>
      }
    >
      <p>{counter[WHY[context.counter ?? 'no-way-on']]}</p>
      <section className="p-section">
        <h2 className="k-subheading">{counter.whereHeading}</h2>
        <p>{counter.where}</p>
      </section>
      <section className="p-section">
        <h2 className="k-subheading">{counter.bringHeading}</h2>
        <ul>
          <li>{counter.bringCard}</li>
          <li>{counter.bringId}</li>
        </ul>
        <p>{counter.bringMinor}</p>
        <p>{counter.free}</p>
      </section>
    </Screen>
  );
}
