import { type TSchema, Type } from 'typebox';
import {
  AuthoriseAnswer,
  AuthoriseRequest,
  CompleteRequest,
  KioskSessionAnswer,
  KioskSessionRequest,
  Receipt,
} from './kiosk.ts';
import {
  EnrolmentAnswer,
  EnrolmentRequest,
  KioskReport,
  KioskStanding,
  RenewalAnswer,
  RenewalRequest,
} from './kiosk-fleet.ts';
import {
  LivenessAnswer,
  PhoneCardRequest,
  PhoneSessionAnswer,
  PhoneSessionRequest,
  Reservation,
  ReservedAnswer,
} from './phone.ts';
import type { ProblemType } from './problem.ts';
import type { StaffRole } from './staff.ts';
import { StatusAnswer } from './status.ts';
import { ChainsAnswer, StoresAnswer, StoresQuery } from './stores.ts';
import { SurveyAnswerRequest, SurveyOutcome } from './survey.ts';

/**
 * One operation of the API: what server, clients and OpenAPI know of it. `path` has parameters as `:id`.
 * `answers`: schema by status of success. `problems`: the refusals that are the operation's own; besides them every
 * operation may answer `invalid-request`, `not-authorised`, `too-many-requests` and `service-fault`.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly summary: string;
  /**
   * Who may call it: anyone, the bearer of a session's or reservation's token, a kiosk by mutual TLS, whoever may
   * open the operator's local socket, or staff who have signed in with a passkey.
   */
  readonly caller: 'anyone' | 'phone-session' | 'reservation' | 'kiosk' | 'operator' | 'staff';
  /** Of staff: the roles that may (R35). */
  readonly roles?: readonly StaffRole[];
  readonly query?: TSchema;
  readonly body?: TSchema;
  /** Where the listener's own limit is too small. */
  readonly maxBodyBytes?: number;
  readonly answers: Readonly<Record<number, TSchema>>;
  readonly problems: readonly ProblemType[];
}

const CERTIFICATE_PROBLEMS = [
  'certificate-expired',
  'certificate-revoked',
  'certificate-untrusted',
  'revocation-unknown',
] as const satisfies readonly ProblemType[];

export const ROUTES = {
  createPhoneSession: {
    method: 'POST',
    path: '/v1/phone/sessions',
    summary: 'Begin a reservation (10 minutes)',
    caller: 'anyone',
    body: PhoneSessionRequest,
    answers: { 201: PhoneSessionAnswer },
    problems: ['maintenance', 'app-restricted', 'pin-not-resettable-here'],
  },
  presentCard: {
    method: 'POST',
    path: '/v1/phone/sessions/:id/card',
    summary: 'Prove the card with the other PIN’s key; auth PIN: reserves, sign PIN: asks for the face check',
    caller: 'phone-session',
    body: PhoneCardRequest,
    answers: { 200: LivenessAnswer, 201: ReservedAnswer },
    problems: [
      'maintenance',
      'stopped',
      'app-restricted',
      'signature-invalid',
      'card-face-invalid',
      'card-mismatch',
      'challenge-expired',
      'reservation-in-use',
      ...CERTIFICATE_PROBLEMS,
    ],
  },
  presentFace: {
    method: 'POST',
    path: '/v1/phone/sessions/:id/face',
    summary: 'Face check (multipart: `meta` as JSON, then the frames as parts `frame`); reserves',
    caller: 'phone-session',
    answers: { 201: ReservedAnswer },
    problems: [
      'maintenance',
      'app-restricted',
      'challenge-expired',
      'card-mismatch',
      'image-unusable',
      'face-mismatch',
      'liveness-failed',
      'reservation-in-use',
    ],
  },
  showReservation: {
    method: 'GET',
    path: '/v1/phone/reservation',
    summary: 'The reservation of the token',
    caller: 'reservation',
    answers: { 200: Reservation },
    problems: [],
  },
  cancelReservation: {
    method: 'DELETE',
    path: '/v1/phone/reservation',
    summary: 'Cancel the open reservation (R15)',
    caller: 'reservation',
    answers: { 200: Reservation },
    problems: ['reservation-in-use'],
  },
  listStores: {
    method: 'GET',
    path: '/v1/stores',
    summary: 'Stores by PIN and place (R26)',
    caller: 'anyone',
    query: StoresQuery,
    answers: { 200: StoresAnswer },
    problems: [],
  },
  listChains: {
    method: 'GET',
    path: '/v1/chains',
    summary: 'Chains and what they offer from when (R26)',
    caller: 'anyone',
    answers: { 200: ChainsAnswer },
    problems: [],
  },
  answerSurvey: {
    method: 'POST',
    path: '/v1/survey/answers',
    summary: 'Was the guide helpful? (R37)',
    caller: 'anyone',
    body: SurveyAnswerRequest,
    answers: { 200: SurveyOutcome },
    problems: [],
  },
  showStatus: {
    method: 'GET',
    path: '/v1/status',
    summary: 'Opening hours and maintenance as they stand now (R24, R36)',
    caller: 'anyone',
    answers: { 200: StatusAnswer },
    problems: [],
  },
  createKioskSession: {
    method: 'POST',
    path: '/v1/kiosk/sessions',
    summary: 'Find the reservation of the card on the reader and hold it (5 minutes)',
    caller: 'kiosk',
    body: KioskSessionRequest,
    answers: { 201: KioskSessionAnswer },
    problems: [
      'no-reservation',
      'reservation-expired',
      'reservation-in-use',
      'not-offered-here',
      'outside-hours',
      'maintenance',
      'stopped',
      ...CERTIFICATE_PROBLEMS,
    ],
  },
  authoriseReset: {
    method: 'POST',
    path: '/v1/kiosk/sessions/:id/authorise',
    summary: 'Decide to initialise the target PIN; answers with the card’s commands',
    caller: 'kiosk',
    body: AuthoriseRequest,
    answers: { 200: AuthoriseAnswer },
    problems: [
      'signature-invalid',
      'card-mismatch',
      'card-refused',
      'challenge-expired',
      'reservation-expired',
      'reservation-in-use',
      'no-reservation',
      'outside-hours',
      'maintenance',
      'stopped',
      'not-offered-here',
      ...CERTIFICATE_PROBLEMS,
    ],
  },
  completeReset: {
    method: 'POST',
    path: '/v1/kiosk/sessions/:id/complete',
    summary: 'Prove the new PIN (R31)',
    caller: 'kiosk',
    body: CompleteRequest,
    answers: { 200: Receipt },
    problems: ['card-refused', 'signature-invalid', 'challenge-expired'],
  },
  enrolKioskByCode: {
    method: 'POST',
    path: '/v1/kiosk/enrolments',
    summary: 'A new kiosk admits itself with an operator’s one-time code; answers with its certificate',
    caller: 'anyone',
    body: EnrolmentRequest,
    answers: { 201: EnrolmentAnswer },
    problems: [],
  },
  renewKioskCertificate: {
    method: 'POST',
    path: '/v1/kiosk/certificates',
    summary: 'A new certificate for this kiosk, before the old one ends',
    caller: 'kiosk',
    body: RenewalRequest,
    answers: { 201: RenewalAnswer },
    problems: [],
  },
  reportKiosk: {
    method: 'PUT',
    path: '/v1/kiosk/report',
    summary: 'The kiosk lives, and how it is',
    caller: 'kiosk',
    body: KioskReport,
    answers: { 200: KioskStanding },
    problems: [],
  },
  giveUpKioskSession: {
    method: 'DELETE',
    path: '/v1/kiosk/sessions/:id',
    summary: 'Let the reservation go before it was authorised (R32)',
    caller: 'kiosk',
    answers: { 200: Type.Object({}) },
    problems: [],
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
