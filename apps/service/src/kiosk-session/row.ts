import type { Selectable, Updateable } from 'kysely';
import type { KioskSession } from './record.ts';
import type { KioskSessionTable } from './tables.ts';

type Row = Selectable<KioskSessionTable>;

/** @throws Error for a row that no rule has written */
export function kioskSessionOf(row: Row): KioskSession {
  const begun = {
    id: row.id,
    kiosk: row.kiosk,
    reservation: row.reservation,
    cardRef: row.card_ref,
    targetPin: row.target_pin,
    nonce: row.nonce,
    openedAt: row.opened_at,
    heldUntil: row.held_until,
  };
  switch (row.state) {
    case 'held':
    case 'authorised':
      return { ...begun, state: row.state, channel: present(row.channel, row) };
    case 'completed':
      return {
        ...begun,
        state: row.state,
        receipt: present(row.receipt, row),
        completedAt: present(row.completed_at, row),
      };
  }
}

/** Everything in a row that a change may have touched. */
export function changingColumns(session: KioskSession): Updateable<KioskSessionTable> {
  const completed = session.state === 'completed' ? session : undefined;
  return {
    state: session.state,
    channel: session.state === 'completed' ? null : session.channel,
    receipt: completed?.receipt ?? null,
    completed_at: completed?.completedAt ?? null,
  };
}

function present<T>(value: T | null, { id, state }: Row): T {
  if (value === null) throw new Error(`kiosk session ${id} is ${state} in part only`);
  return value;
}
