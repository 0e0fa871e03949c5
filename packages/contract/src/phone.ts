import { type Static, Type } from 'typebox';
import { Base64Url } from './base64url.ts';
import { Credential, Signature } from './credential.ts';
import { PinKind, TargetPin } from './pin.ts';
import { Timestamp, Uuid } from './scalars.ts';
import { MaintenanceWindow } from './status.ts';

/** `POST /v1/phone/sessions` */
export const PhoneSessionRequest = Type.Object(
  {
    /** All four are named so that the answer for support and resident can say where to go (R1). */
    targetPin: PinKind,
    /** Made by the app at installation; the restriction counts on it as well as on the card (R21). */
    appInstance: Uuid,
    /** R44: the version of the terms consented to; required for the sign PIN. */
    consent: Type.Optional(
      Type.Object({ terms: Type.String({ maxLength: 40 }) }, { additionalProperties: false }),
    ),
  },
  { additionalProperties: false },
);
export type PhoneSessionRequest = Static<typeof PhoneSessionRequest>;

export const PhoneSessionAnswer = Type.Object({
  session: Uuid,
  /** Bearer token of this session. */
  token: Type.String(),
  nonce: Base64Url(32, 32),
  targetPin: TargetPin,
  expiresAt: Timestamp,
  /** Face checks left (sign PIN only; the card may have fewer). */
  triesLeft: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type PhoneSessionAnswer = Static<typeof PhoneSessionAnswer>;

/** EF 0002 and EF 0004 of the card-face application, as they stand on the card. */
export const CardFace = Type.Object(
  { data: Base64Url(32_767), certificate: Base64Url(4_096) },
  { additionalProperties: false },
);
export type CardFace = Static<typeof CardFace>;

/** `POST /v1/phone/sessions/{id}/card` */
export const PhoneCardRequest = Type.Object(
  { credential: Credential, signature: Signature, cardFace: Type.Optional(CardFace) },
  { additionalProperties: false },
);
export type PhoneCardRequest = Static<typeof PhoneCardRequest>;

export const LivenessStep = Type.Union([
  Type.Literal('look-straight'),
  Type.Literal('turn-left'),
  Type.Literal('turn-right'),
  Type.Literal('come-nearer'),
  Type.Literal('close-eyes'),
]);
export type LivenessStep = Static<typeof LivenessStep>;

export const LivenessAnswer = Type.Object({
  liveness: Type.Object({
    /** Single use. */
    challenge: Uuid,
    steps: Type.Array(LivenessStep),
    expiresAt: Timestamp,
  }),
  triesLeft: Type.Integer({ minimum: 0 }),
});
export type LivenessAnswer = Static<typeof LivenessAnswer>;

/** Limits of the multipart body of `POST /v1/phone/sessions/{id}/face`. */
export const FACE_FRAMES = { min: 8, max: 14, maxBytes: 400_000 } as const;

/** Part `meta` (JSON) of the multipart body; the frames are the parts `frame`, in the same order, `image/jpeg`. */
export const FaceMeta = Type.Object(
  {
    challenge: Uuid,
    frames: Type.Array(
      Type.Object(
        {
          step: LivenessStep,
          /** Milliseconds since the first frame was wanted. */
          at: Type.Integer({ minimum: 0, maximum: 120_000 }),
        },
        { additionalProperties: false },
      ),
      { minItems: FACE_FRAMES.min, maxItems: FACE_FRAMES.max },
    ),
    /**
     * The card-face data once more: the service keeps no photo between two messages (R23, R38) and compares its
     * digest with the one that the card's signature covered.
     */
    cardFace: CardFace,
  },
  { additionalProperties: false },
);
export type FaceMeta = Static<typeof FaceMeta>;

export const ReservationState = Type.Union([
  Type.Literal('open'),
  /** The card was authorised; the new PIN is not proven yet (R17). */
  Type.Literal('initialising'),
  Type.Literal('completed'),
  Type.Literal('ended'),
]);
export type ReservationState = Static<typeof ReservationState>;

export const ReservationEnd = Type.Union([
  Type.Literal('expired'),
  Type.Literal('cancelled'),
  Type.Literal('replaced'),
  /** After `initialising`: nobody knows whether the holder has a working PIN (protocol.md). */
  Type.Literal('unconfirmed'),
]);
export type ReservationEnd = Static<typeof ReservationEnd>;

/** `GET /v1/phone/reservation`, and inside the answer that makes one. */
export const Reservation = Type.Object({
  id: Uuid,
  targetPin: TargetPin,
  state: ReservationState,
  endedBy: Type.Optional(ReservationEnd),
  reservedAt: Timestamp,
  /** R13: at this moment it has ended. */
  expiresAt: Timestamp,
  /** In state `initialising`: until when the job may be finished (R17). */
  finishBy: Type.Optional(Timestamp),
  completedAt: Type.Optional(Timestamp),
  /** R43: what was checked for the way to the store. */
  outlook: Type.Object({
    kioskOpen: Type.Boolean(),
    kioskChangesAt: Timestamp,
    /** Chains that offer this PIN today (R26). */
    chains: Type.Array(Type.String()),
    /** Windows that touch the time until `expiresAt` (R36). */
    maintenance: Type.Array(MaintenanceWindow),
    /** Both were usable when the reservation was made (R5). */
    certificates: Type.Object({ auth: Type.Literal('usable'), sign: Type.Literal('usable') }),
  }),
});
export type Reservation = Static<typeof Reservation>;

export const ReservedAnswer = Type.Object({
  reservation: Reservation,
  /** Bearer token of the reservation: to look at it and to cancel it. The kiosk needs none (R16). */
  token: Type.String(),
});
export type ReservedAnswer = Static<typeof ReservedAnswer>;
