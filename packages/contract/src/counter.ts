import { type Static, Type } from 'typebox';
import { Base64Url } from './base64url.ts';
import { Apdu, CertificateDer, Credential, Signature } from './credential.ts';
import { WeakPinPolicy } from './kiosk.ts';
import { ReservationState } from './phone.ts';
import { PinKind, TargetPin } from './pin.ts';
import type { Route } from './routes.ts';
import { Timestamp, Uuid } from './scalars.ts';
import { AssertionFinish, PasskeyCeremony } from './staff.ts';

/** The port of the card reader's program on a clerk's computer (`kaijo reader`). */
export const COUNTER_READER_PORT = 7_414;
/** Where the counter's page finds that reader: APDUs over a WebSocket of its own machine. */
export const COUNTER_READER_URL = `ws://localhost:${COUNTER_READER_PORT}/card`;

/** How staff have identified the person (R35): the kind of document, never its number. */
export const IdentityDocument = Type.Union([
  Type.Literal('my-number-card-face'),
  Type.Literal('driving-licence'),
  Type.Literal('passport'),
  Type.Literal('residence-card'),
  Type.Literal('disability-certificate'),
  Type.Literal('other-with-photo'),
  Type.Literal('two-without-photo'),
  Type.Literal('known-to-staff'),
]);
export type IdentityDocument = Static<typeof IdentityDocument>;

/** `POST /v1/counter/sessions`: a person whom staff have checked, a card, and what is to be reset (R34). */
export const CounterSessionRequest = Type.Object(
  {
    /** EF 000A, free to read. */
    authCertificate: CertificateDer,
    pins: Type.Array(PinKind, { minItems: 1, maxItems: 4, uniqueItems: true }),
    identifiedBy: IdentityDocument,
  },
  { additionalProperties: false },
);
export type CounterSessionRequest = Static<typeof CounterSessionRequest>;

/** `initialised` says what the service has authorised: whether the card did it shows when its answers come. */
export const CounterResetState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('begun'),
  Type.Literal('authorised'),
  Type.Literal('attesting'),
  Type.Literal('completed'),
]);
export type CounterResetState = Static<typeof CounterResetState>;

export const CounterReceipt = Type.Object({ receipt: Uuid, pin: PinKind, completedAt: Timestamp });
export type CounterReceipt = Static<typeof CounterReceipt>;

export const CounterSession = Type.Object({
  session: Uuid,
  identifiedBy: IdentityDocument,
  /** R35. `needed`: another staff member has to confirm before anything is authorised. */
  secondPerson: Type.Union([Type.Literal('not-needed'), Type.Literal('needed'), Type.Literal('confirmed')]),
  resets: Type.Array(
    Type.Object({ pin: PinKind, state: CounterResetState, receipt: Type.Optional(CounterReceipt) }),
  ),
  /** Until when resets may be authorised under this identification. */
  authoriseUntil: Timestamp,
  newPinPolicy: WeakPinPolicy,
});
export type CounterSession = Static<typeof CounterSession>;

export const ResetBegin = Type.Object({ pin: PinKind }, { additionalProperties: false });
export type ResetBegin = Static<typeof ResetBegin>;

export const ResetBegun = Type.Object({
  /** Fresh for every attempt; the proof of a JPKI PIN covers it. */
  nonce: Base64Url(32, 32),
  /** What opens the issuer's channel in the PIN's application. */
  commands: Type.Array(Apdu, { minItems: 1, maxItems: 4 }),
});
export type ResetBegun = Static<typeof ResetBegun>;

const Responses = Type.Array(Apdu, { minItems: 1, maxItems: 4 });

export const CounterAuthoriseRequest = Type.Object(
  { pin: PinKind, authCertificate: CertificateDer, responses: Responses },
  { additionalProperties: false },
);
export type CounterAuthoriseRequest = Static<typeof CounterAuthoriseRequest>;

export const CounterAuthorised = Type.Object({
  commands: Type.Array(Apdu, { minItems: 1, maxItems: 4 }),
  /**
   * Support and resident PIN: what opens a second channel once the new PIN is set, in which the card attests it. Absent
   * where the key behind the PIN proves it (R31).
   */
  attestation: Type.Optional(Type.Array(Apdu, { minItems: 1, maxItems: 4 })),
});
export type CounterAuthorised = Static<typeof CounterAuthorised>;

export const CounterAttestRequest = Type.Object(
  {
    pin: PinKind,
    /** To the authorised commands. */
    responses: Responses,
    /** To the commands of `attestation`. */
    opening: Responses,
  },
  { additionalProperties: false },
);
export type CounterAttestRequest = Static<typeof CounterAttestRequest>;

export const CounterAttest = Type.Object({ commands: Type.Array(Apdu, { minItems: 1, maxItems: 4 }) });
export type CounterAttest = Static<typeof CounterAttest>;

/** What shows that the new PIN is on the card. */
export const CounterProof = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('signature'),
      /** To the authorised commands. */
      responses: Responses,
      credential: Credential,
      /** Of the PIN's own key. */
      signature: Signature,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('attestation'),
      /** To the commands of `POST …/attest`. */
      responses: Responses,
    },
    { additionalProperties: false },
  ),
]);
export type CounterProof = Static<typeof CounterProof>;

export const CounterCompleteRequest = Type.Object(
  { pin: PinKind, proof: CounterProof },
  { additionalProperties: false },
);
export type CounterCompleteRequest = Static<typeof CounterCompleteRequest>;

export const CardLookupRequest = Type.Object(
  { authCertificate: CertificateDer },
  { additionalProperties: false },
);
export type CardLookupRequest = Static<typeof CardLookupRequest>;

/** What a clerk may know of the card on the reader: no name, no number. */
export const CardLookup = Type.Object({
  reservation: Type.Optional(
    Type.Object({ targetPin: TargetPin, state: ReservationState, expiresAt: Timestamp }),
  ),
  /** R19: until when no face check can be made with this card. */
  restrictedUntil: Type.Optional(Timestamp),
});
export type CardLookup = Static<typeof CardLookup>;

const CARD_PROBLEMS = ['certificate-untrusted', 'revocation-unknown'] as const;
const CERTIFICATE_PROBLEMS = [...CARD_PROBLEMS, 'certificate-expired', 'certificate-revoked'] as const;
const CLERK = { caller: 'staff', roles: ['clerk'] } as const;

/** The counter (R34, R35), for the clerk's browser. A session belongs to the clerk who opened it. */
export const COUNTER_ROUTES = {
  openCounterSession: {
    method: 'POST',
    path: '/v1/counter/sessions',
    summary: 'Staff have checked the person: begin to reset PINs of this card',
    ...CLERK,
    body: CounterSessionRequest,
    answers: { 201: CounterSession },
    problems: ['maintenance', 'stopped', ...CERTIFICATE_PROBLEMS],
  },
  showCounterSession: {
    method: 'GET',
    path: '/v1/counter/sessions/:id',
    summary: 'How far it is',
    ...CLERK,
    answers: { 200: CounterSession },
    problems: ['challenge-expired'],
  },
  beginSecondPerson: {
    method: 'POST',
    path: '/v1/counter/sessions/:id/second-person/begin',
    summary: 'Ask for another staff member’s passkey (R35)',
    ...CLERK,
    answers: { 201: PasskeyCeremony },
    problems: ['challenge-expired'],
  },
  confirmSecondPerson: {
    method: 'POST',
    path: '/v1/counter/sessions/:id/second-person',
    summary: 'Another staff member confirms the identification (R35)',
    ...CLERK,
    body: AssertionFinish,
    answers: { 200: CounterSession },
    problems: ['challenge-expired'],
  },
  beginReset: {
    method: 'POST',
    path: '/v1/counter/sessions/:id/begin',
    summary: 'Begin an attempt at one PIN; also after a torn card (R33)',
    ...CLERK,
    body: ResetBegin,
    answers: { 201: ResetBegun },
    problems: ['challenge-expired'],
  },
  authoriseCounterReset: {
    method: 'POST',
    path: '/v1/counter/sessions/:id/authorise',
    summary: 'The card has answered: decide, and give the commands that initialise the PIN',
    ...CLERK,
    body: CounterAuthoriseRequest,
    answers: { 200: CounterAuthorised },
    problems: ['stopped', 'card-mismatch', 'card-refused', 'challenge-expired', ...CERTIFICATE_PROBLEMS],
  },
  attestCounterReset: {
    method: 'POST',
    path: '/v1/counter/sessions/:id/attest',
    summary: 'Support and resident PIN: have the card attest that the new PIN is set',
    ...CLERK,
    body: CounterAttestRequest,
    answers: { 200: CounterAttest },
    problems: ['card-mismatch', 'card-refused', 'challenge-expired'],
  },
  completeCounterReset: {
    method: 'POST',
    path: '/v1/counter/sessions/:id/complete',
    summary: 'Bring the proof that the new PIN is set (R31)',
    ...CLERK,
    body: CounterCompleteRequest,
    answers: { 200: CounterReceipt },
    problems: ['card-refused', 'signature-invalid', 'challenge-expired', 'revocation-unknown'],
  },
  lookUpCard: {
    method: 'POST',
    path: '/v1/counter/card',
    summary: 'The reservation and restriction of the card on the reader',
    ...CLERK,
    body: CardLookupRequest,
    answers: { 200: CardLookup },
    problems: [...CARD_PROBLEMS],
  },
} as const satisfies Record<string, Route>;

export type CounterRouteName = keyof typeof COUNTER_ROUTES;
