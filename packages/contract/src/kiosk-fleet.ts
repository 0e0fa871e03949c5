import { type Static, Type } from 'typebox';
import { Sentence, Timestamp, Uuid } from './scalars.ts';

/** SPKI in PEM, ECDSA on P-256. The private key never leaves the kiosk; each TLS handshake proves that it has it. */
export const KioskPublicKey = Type.String({ maxLength: 1_000 });

/** Twelve characters without I, L, O and U (Crockford's base 32), in groups of four; case and hyphens do not matter. */
export const EnrolmentCode = Type.String({ minLength: 12, maxLength: 20, pattern: '^[0-9A-Za-z -]+$' });

/** `POST /v1/kiosk/enrolments`: a new kiosk admits itself with the code that an operator has issued for its store. */
export const EnrolmentRequest = Type.Object(
  { code: EnrolmentCode, publicKey: KioskPublicKey },
  { additionalProperties: false },
);
export type EnrolmentRequest = Static<typeof EnrolmentRequest>;

export const EnrolmentAnswer = Type.Object({
  kiosk: Uuid,
  store: Uuid,
  storeName: Type.String(),
  /** PEM */
  certificate: Type.String(),
  /** PEM; what the service's kiosk listener is certified by. */
  authority: Type.String(),
  /** Where kiosks reach the service (mutual TLS). */
  kioskUrl: Type.String(),
});
export type EnrolmentAnswer = Static<typeof EnrolmentAnswer>;

/** `POST /v1/kiosk/certificates`: a new certificate before the old one ends; the old one stays good until then. */
export const RenewalRequest = Type.Object({ publicKey: KioskPublicKey }, { additionalProperties: false });
export type RenewalRequest = Static<typeof RenewalRequest>;

export const RenewalAnswer = Type.Object({ certificate: Type.String(), authority: Type.String() });
export type RenewalAnswer = Static<typeof RenewalAnswer>;

export const ReaderHealth = Type.Union([
  Type.Literal('ready'),
  /** None is plugged in, or PC/SC does not run. */
  Type.Literal('none'),
]);
export const PrinterHealth = Type.Union([
  Type.Literal('ready'),
  Type.Literal('none'),
  Type.Literal('failed'),
]);

/** `PUT /v1/kiosk/report`: the kiosk lives, and how it is. There is nothing of a holder in it (R38). */
export const KioskReport = Type.Object(
  {
    version: Type.String({ maxLength: 40 }),
    reader: ReaderHealth,
    printer: PrinterHealth,
    /** The kiosk's clock; decides nothing. */
    kioskTime: Timestamp,
    /** Proofs in its outbox that the service has not answered yet (R31). */
    pendingProofs: Type.Integer({ minimum: 0, maximum: 100_000 }),
  },
  { additionalProperties: false },
);
export type KioskReport = Static<typeof KioskReport>;

/** What the kiosk is told in return. */
export const KioskStanding = Type.Object({
  now: Timestamp,
  storeName: Type.String(),
  /** R42: this kiosk, its store or its chain is stopped. */
  stopped: Type.Optional(Sentence),
});
export type KioskStanding = Static<typeof KioskStanding>;

/** As the service has last heard of a kiosk. */
export const KioskHealth = Type.Object({
  heardAt: Timestamp,
  version: Type.String(),
  reader: ReaderHealth,
  printer: PrinterHealth,
  /** The kiosk's clock less the service's; more than 30,000 either way is a clock to be set. */
  clockOffsetMs: Type.Integer(),
  pendingProofs: Type.Integer(),
});
export type KioskHealth = Static<typeof KioskHealth>;
