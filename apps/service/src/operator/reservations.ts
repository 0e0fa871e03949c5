import { OPERATOR_ROUTES } from '@kaijo/contract';
import { answer, defineQuery, type Endpoint, refuse } from '../http/index.ts';
import { findReservation, listReservations, operatorReservation } from '../reservation/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

const RESERVATIONS_LISTED = 100;

export function reservationEndpoints({ db, clock }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.listReservations, async ({ query: { state, limit } }) => {
      const of = {
        limit: limit === undefined ? RESERVATIONS_LISTED : Number(limit),
        ...(state && { state }),
      };
      const now = clock.now();
      const reservations = await listReservations(db, of);
      return answer(200, { reservations: reservations.map((one) => operatorReservation(one, now)) });
    }),
    defineQuery(OPERATOR_ROUTES.showReservation, async ({ path: { id } }) => {
      const reservation = await findReservation(db, id);
      if (reservation === undefined) return refuse({ problem: 'no-reservation' });
      return answer(200, operatorReservation(reservation, clock.now()));
    }),
  ];
}
