import type { Selectable, Updateable } from 'kysely';
import type { Reservation } from './record.ts';
import type { ReservationTable } from './tables.ts';

type Row = Selectable<ReservationTable>;

/** @throws Error for a row that no rule has written */
export function reservationOf(row: Row): Reservation {
  const made = {
    id: row.id,
    cardRef: row.card_ref,
    targetPin: row.target_pin,
    reservedAt: row.reserved_at,
    expiresAt: row.expires_at,
    version: row.version,
  };
  const hold = holdOf(row);
  const begun = begunOf(row);
  switch (row.state) {
    case 'open':
      return { ...made, state: row.state, ...hold };
    case 'initialising':
      return { ...made, ...present(begun, row), state: row.state, ...hold };
    case 'completed':
      return {
        ...made,
        ...present(begun, row),
        state: row.state,
        completedAt: present(row.completed_at, row),
      };
    case 'ended': {
      const endedBy = present(row.ended_by, row);
      return { ...made, ...begun, state: row.state, endedBy, endedAt: present(row.ended_at, row) };
    }
  }
}

/** Everything in a row that a change may have touched. */
export function changingColumns(reservation: Reservation): Updateable<ReservationTable> {
  const hold = 'hold' in reservation ? reservation.hold : undefined;
  const begun = 'authorisation' in reservation ? reservation : undefined;
  return {
    version: reservation.version,
    state: reservation.state,
    hold_session: hold?.session ?? null,
    hold_kiosk: hold?.kiosk ?? null,
    hold_until: hold?.until ?? null,
    finish_by: begun?.finishBy ?? null,
    authorised_session: begun?.authorisation?.session ?? null,
    authorised_kiosk: begun?.authorisation?.kiosk ?? null,
    authorised_at: begun?.authorisation?.at ?? null,
    completed_at: reservation.state === 'completed' ? reservation.completedAt : null,
    ended_by: reservation.state === 'ended' ? reservation.endedBy : null,
    ended_at: reservation.state === 'ended' ? reservation.endedAt : null,
  };
}

function holdOf({ hold_session: session, hold_kiosk: kiosk, hold_until: until }: Row) {
  return session === null || kiosk === null || until === null
    ? undefined
    : { hold: { session, kiosk, until } };
}

function begunOf({
  finish_by: finishBy,
  authorised_session: session,
  authorised_kiosk: kiosk,
  authorised_at: at,
}: Row) {
  if (finishBy === null || session === null || kiosk === null || at === null) return undefined;
  return { finishBy, authorisation: { session, kiosk, at } };
}

function present<T>(value: T | null | undefined, { id, state }: Row): T {
  if (value === null || value === undefined) throw new Error(`reservation ${id} is ${state} in part only`);
  return value;
}
