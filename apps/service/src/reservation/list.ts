import type { ReservationState } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import type { Reservation } from './record.ts';
import { reservationOf } from './row.ts';

/** The newest reservations, for the operator. `state`: as it is written down, which may be a minute behind the rules. */
export async function listReservations(
  db: Connection,
  of: { readonly state?: ReservationState; readonly limit: number },
): Promise<readonly Reservation[]> {
  let query = db.selectFrom('reservation').selectAll().orderBy('reserved_at', 'desc').orderBy('id');
  if (of.state !== undefined) query = query.where('state', '=', of.state);
  return (await query.limit(of.limit).execute()).map(reservationOf);
}
