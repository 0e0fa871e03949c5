import { type Static, Type } from 'typebox';
import { Base64Url } from './base64url.ts';
import { Apdu, CertificateDer, Credential, Signature } from './credential.ts';
import { TargetPin } from './pin.ts';
import { Timestamp, Uuid } from './scalars.ts';

/** `POST /v1/kiosk/sessions` */
export const KioskSessionRequest = Type.Object(
  {
    authCertificate: CertificateDer,
    /** The kiosk's clock: told for its health, decides nothing. */
    kioskTime: Timestamp,
  },
  { additionalProperties: false },
);
export type KioskSessionRequest = Static<typeof KioskSessionRequest>;

/** R12: which new auth PINs the kiosk refuses; data of the operator. */
export const WeakPinPolicy = Type.Object({
  weakPins: Type.Array(Type.String({ pattern: '^[0-9]{4}$' }), { maxItems: 10_000 }),
  /** Refuse the birth year and birthday that the card has just shown. */
  refuseBirth: Type.Boolean(),
});
export type WeakPinPolicy = Static<typeof WeakPinPolicy>;

export const KioskSessionAnswer = Type.Object({
  session: Uuid,
  targetPin: TargetPin,
  nonce: Base64Url(32, 32),
  /**
   * What opens the issuer's channel to the card, to be sent as it stands after the proving PIN was verified.
   * With the commands of card.md it is one INITIALIZE UPDATE with the service's host challenge.
   */
  commands: Type.Array(Apdu, { minItems: 1, maxItems: 4 }),
  /** What the screen will ask for, in order. */
  steps: Type.Array(Type.Union([Type.Literal('prove'), Type.Literal('new-pin'), Type.Literal('write')])),
  /** Until when this reservation is valid, for the screen. */
  reservedUntil: Timestamp,
  /** R17: until when it may be finished, here or elsewhere, once the card was authorised. */
  finishBy: Timestamp,
  /** Until when this kiosk holds the reservation. */
  heldUntil: Timestamp,
  /** True when an earlier session was torn after its authorisation (R17, R33). */
  resumed: Type.Boolean(),
  newPinPolicy: WeakPinPolicy,
});
export type KioskSessionAnswer = Static<typeof KioskSessionAnswer>;

/** `POST /v1/kiosk/sessions/{id}/authorise` */
export const AuthoriseRequest = Type.Object(
  {
    credential: Credential,
    signature: Signature,
    /** The card's answers to the session's `commands`. */
    responses: Type.Array(Apdu, { minItems: 1, maxItems: 4 }),
  },
  { additionalProperties: false },
);
export type AuthoriseRequest = Static<typeof AuthoriseRequest>;

export const AuthoriseAnswer = Type.Object({
  /** To be sent to the card as they stand, in order, stopping at the first that is not answered with 9000. */
  commands: Type.Array(Apdu, { minItems: 1, maxItems: 4 }),
});
export type AuthoriseAnswer = Static<typeof AuthoriseAnswer>;

/** `POST /v1/kiosk/sessions/{id}/complete` */
export const CompleteRequest = Type.Object(
  {
    /** The card's answers to the authorised commands. */
    responses: Type.Array(Apdu, { minItems: 1, maxItems: 4 }),
    /** Of the target PIN's key. */
    credential: Credential,
    signature: Signature,
  },
  { additionalProperties: false },
);
export type CompleteRequest = Static<typeof CompleteRequest>;

export const Receipt = Type.Object({
  receipt: Uuid,
  targetPin: TargetPin,
  completedAt: Timestamp,
});
export type Receipt = Static<typeof Receipt>;
