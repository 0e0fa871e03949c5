import { Button, Notice, Screen } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';

interface WaitingProps {
  readonly heading: string;
  readonly lead?: string;
  readonly above?: ReactNode;
}

/** The service is asked; a network that is away is told, and what is sent again is safe (Idempotency-Key). */
export function Waiting({ heading, lead, above }: WaitingProps): ReactNode {
  const { step, context, send } = useFlow();
  const { sending, cancel } = useTexts();
  return (
    <Screen
      step={step}
      heading={heading}
      above={above}
      actions={
        <Button look="text" onClick={() => send({ type: 'BACK' })}>
          {cancel}
        </Button>
      }
    >
      {lead !== undefined && <p>{lead}</p>}
      {context.waitingForNetwork ? (
        <Notice kind="warning" role="alert">
          {sending.network}
        </Notice>
      ) : (
        <p className="p-busy" role="status" aria-label={heading} />
      )}
    </Screen>
  );
}
