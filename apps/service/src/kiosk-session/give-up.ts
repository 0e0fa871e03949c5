import { ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { answer, defineCommand, type Endpoint } from '../http/index.ts';
import { releaseReservation } from '../reservation/index.ts';
import { findKioskSession } from './storage.ts';

/**
 * `DELETE /v1/kiosk/sessions/{id}`: the kiosk lets the reservation go (R32). A session that was authorised may still
 * bring its proof. Asking again, or for a session that is not this kiosk's, changes nothing.
 */
export function giveUpEndpoint(): Endpoint {
  return defineCommand(ROUTES.giveUpKioskSession, {
    decide: async ({ tx, now, path, caller: { kiosk } }) => {
      const session = await findKioskSession(tx, { id: path.id, kiosk });
      if (session === undefined) return answer(200, {});
      const { id: kioskSession, reservation: id, cardRef: card } = session;
      const released = await releaseReservation(tx, { id, by: { session: kioskSession, kiosk }, now });
      if (released) {
        await appendAudit(tx, {
          at: now,
          kind: 'kiosk-session.given-up',
          subjects: { card, reservation: id, kioskSession, kiosk },
          data: { state: session.state },
        });
      }
      return answer(200, {});
    },
  });
}
