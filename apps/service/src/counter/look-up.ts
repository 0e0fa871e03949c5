import { COUNTER_ROUTES, fromBase64Url } from '@kaijo/contract';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { seeReservation } from '../reservation/index.ts';
import { restrictionOfCard } from '../restriction/index.ts';
import type { CounterDependencies } from './dependencies.ts';

/** What a clerk may know of the card on the reader: reservation and restriction, nothing of a person. */
export function lookUpEndpoint({ certificates }: CounterDependencies): Endpoint {
  return defineCommand(COUNTER_ROUTES.lookUpCard, {
    prepare: async ({ body }) => {
      const ref = await certificates.referenceOf(fromBase64Url(body.authCertificate) ?? new Uint8Array());
      return typeof ref === 'string' ? ready(ref) : refuse(ref.refusal);
    },
    decide: async ({ tx, now, prepared: cardRef }) => {
      const reservation = (await seeReservation(tx, { cardRef }, now))?.present;
      const restrictedUntil = await restrictionOfCard(tx, cardRef, now);
      return answer(200, {
        ...(reservation && {
          reservation: {
            targetPin: reservation.targetPin,
            state: reservation.state,
            expiresAt: reservation.expiresAt.toISOString(),
          },
        }),
        ...(restrictedUntil && { restrictedUntil: restrictedUntil.toISOString() }),
      });
    },
  });
}
