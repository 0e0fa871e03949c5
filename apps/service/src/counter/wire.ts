import type { CounterReceipt, CounterSession as WireSession } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { currentSettings } from '../settings/index.ts';
import type { CounterReset, CounterSession } from './record.ts';
import { listResets } from './storage.ts';

export async function wireSession(db: Connection, session: CounterSession): Promise<WireSession> {
  const { newPinPolicy } = await currentSettings(db);
  const resets = await listResets(db, session.id);
  return {
    session: session.id,
    identifiedBy: session.identifiedBy,
    secondPerson: session.secondPerson,
    resets: resets.map((reset) => ({
      pin: reset.pin,
      state: reset.state,
      ...(reset.state === 'completed' && { receipt: receiptOf(reset) }),
    })),
    authoriseUntil: session.authoriseUntil.toISOString(),
    newPinPolicy,
  };
}

export function receiptOf(reset: Extract<CounterReset, { state: 'completed' }>): CounterReceipt {
  return { receipt: reset.receipt, pin: reset.pin, completedAt: reset.completedAt.toISOString() };
}
