import { Button, Notice, PinName, Screen } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';

/** Phone 1: which PIN (R1, R2), and who has to go to the counter anyhow (R41). */
export function Choosing(): ReactNode {
  const { choosing } = useTexts();
  const { send } = useFlow();
  return (
    <Screen step="choosing" heading={choosing.heading}>
      <p>{choosing.lead}</p>
      <div className="p-choices">
        {(['sign', 'auth'] as const).map((pin) => (
          <Button
            key={pin}
            look="secondary"
            className="p-choice"
            onClick={() => send({ type: 'CHOOSE', target: pin })}
          >
            <PinName pin={pin} />
          </Button>
        ))}
      </div>
      <div className="p-choices p-choices--small">
        <Button look="secondary" onClick={() => send({ type: 'NOT_SURE' })}>
          {choosing.notSure}
        </Button>
        <Button look="secondary" onClick={() => send({ type: 'COUNTER', reason: 'both' })}>
          {choosing.both}
        </Button>
        <Button look="text" onClick={() => send({ type: 'COUNTER', reason: 'support-or-resident' })}>
          {choosing.others}
        </Button>
      </div>
      <Notice heading={choosing.specialHeading}>
        <ul>
          <li>{choosing.specialNoPhoto}</li>
          <li>{choosing.specialNoPin}</li>
          <li>{choosing.specialMinor}</li>
        </ul>
        <Button look="text" onClick={() => send({ type: 'COUNTER', reason: 'special-card' })}>
          {choosing.specialMore}
        </Button>
      </Notice>
    </Screen>
  );
}
