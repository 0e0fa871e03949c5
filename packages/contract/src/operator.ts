import { type Static, Type } from 'typebox';
import { Reservation } from './phone.ts';
import { Sentence, Timestamp, Uuid } from './scalars.ts';
import { MaintenanceScope } from './status.ts';

/** Routes of the operator's local socket, until the counter's console speaks them over its own sign-in. */

export const OperatorReservation = Type.Intersect([
  Type.Omit(Reservation, ['outlook']),
  Type.Object({ cardRef: Type.String(), version: Type.Integer() }),
]);
export type OperatorReservation = Static<typeof OperatorReservation>;

export const OperatorReservations = Type.Object({ reservations: Type.Array(OperatorReservation) });
export type OperatorReservations = Static<typeof OperatorReservations>;

export const MaintenanceRequest = Type.Object(
  { startsAt: Timestamp, endsAt: Timestamp, scope: MaintenanceScope, sentence: Sentence },
  { additionalProperties: false },
);
export type MaintenanceRequest = Static<typeof MaintenanceRequest>;

/** What a stop switch stops (R42). `subject`: the generation's name, or the id of chain, store or kiosk. */
export const SwitchRequest = Type.Object(
  {
    scope: Type.Union([
      Type.Literal('card-generation'),
      Type.Literal('chain'),
      Type.Literal('store'),
      Type.Literal('kiosk'),
    ]),
    subject: Type.String({ minLength: 1, maxLength: 80 }),
    sentence: Sentence,
  },
  { additionalProperties: false },
);
export type SwitchRequest = Static<typeof SwitchRequest>;

/** Lifting a restriction after the person was checked (R22). */
export const LiftRequest = Type.Object(
  {
    /** Any certificate of the card that is free to read, or the app's instance id as the app shows it. */
    authCertificate: Type.Optional(Type.String({ maxLength: 6_000 })),
    appInstance: Type.Optional(Uuid),
    staff: Type.String({ minLength: 1, maxLength: 80 }),
    identifiedBy: Type.String({ minLength: 1, maxLength: 80 }),
  },
  { additionalProperties: false },
);
export type LiftRequest = Static<typeof LiftRequest>;

/** A new kiosk: the certificate request is made on the kiosk, the key never leaves it. */
export const KioskEnrolment = Type.Object(
  { store: Uuid, publicKey: Type.String({ maxLength: 1_000 }) },
  { additionalProperties: false },
);
export type KioskEnrolment = Static<typeof KioskEnrolment>;

export const KioskEnrolled = Type.Object({
  kiosk: Uuid,
  certificate: Type.String(),
  authority: Type.String(),
  kioskUrl: Type.String(),
});
export type KioskEnrolled = Static<typeof KioskEnrolled>;
