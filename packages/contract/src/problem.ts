import { type Static, Type } from 'typebox';
import { PinKind, TargetPin } from './pin.ts';
import { Sentence, Timestamp } from './scalars.ts';
import { StoreSummary } from './stores.ts';

/**
 * Every refusal has a stable type (R40): the list of protocol.md, and below the line those that a service over HTTP
 * needs besides. The number is the HTTP status (RFC 9110, 15).
 */
export const PROBLEM_STATUS = {
  maintenance: 503,
  'outside-hours': 409,
  'not-offered-here': 409,
  'no-reservation': 404,
  'reservation-expired': 410,
  'reservation-in-use': 409,
  'certificate-expired': 403,
  'certificate-revoked': 403,
  'certificate-untrusted': 403,
  'revocation-unknown': 503,
  'card-face-invalid': 403,
  'card-mismatch': 403,
  'signature-invalid': 403,
  'challenge-expired': 410,
  'image-unusable': 422,
  'face-mismatch': 403,
  'liveness-failed': 403,
  'app-restricted': 403,
  'pin-not-resettable-here': 422,
  'card-refused': 409,
  'too-many-requests': 429,
  'invalid-request': 400,
  // Not in protocol.md's list:
  /** R42: an operator's switch stops this card generation, chain, store or kiosk. */
  stopped: 503,
  /** No token, a wrong or an ended one; a kiosk whose certificate is unknown or revoked. */
  'not-authorised': 401,
  /** R35: the staff member's role does not allow it, or a second person has to confirm, or it was the same person. */
  'not-permitted': 403,
  /** The service's own fault; the same request may be sent again. */
  'service-fault': 500,
} as const;

export type ProblemType = keyof typeof PROBLEM_STATUS;
export const PROBLEM_TYPES = Object.keys(PROBLEM_STATUS) as readonly ProblemType[];

/**
 * The `type` member (RFC 9457, 3.1.1): a path below the service, where the guide has a page for each problem.
 * It is relative on purpose: the same everywhere, and it names no host.
 */
export function problemTypeUri(type: ProblemType): string {
  return `/problems/${type}`;
}

/** `undefined` for a type that this version of the contract does not know. */
export function problemTypeOf(problem: { readonly type: string }): ProblemType | undefined {
  return PROBLEM_TYPES.find((type) => problemTypeUri(type) === problem.type);
}

/** What a problem tells besides its type (RFC 9457, 3.2), for screens and clients. */
export const ProblemDetails = Type.Object({
  /** maintenance: its end. app-restricted: its end. outside-hours: the next opening. reservation-in-use: free again. */
  until: Type.Optional(Timestamp),
  /** Sentence of the operator (maintenance, stopped). */
  sentence: Type.Optional(Sentence),
  /** certificate-…, revocation-unknown: which one (R5). */
  certificate: Type.Optional(TargetPin),
  /** Why, as a word that does not change: e.g. `weak-key`, `wrong-padding`, `bad-r-mac`. */
  reason: Type.Optional(Type.String({ maxLength: 60 })),
  /** Face checks left before the restriction (R19). */
  triesLeft: Type.Optional(Type.Integer({ minimum: 0 })),
  /** image-unusable, liveness-failed: what to change, as words that do not change. */
  hints: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 20 })),
  /** not-offered-here: stores nearby that offer the PIN (R27). */
  stores: Type.Optional(Type.Array(StoreSummary, { maxItems: 50 })),
  /** pin-not-resettable-here (R1), not-offered-here. */
  pin: Type.Optional(PinKind),
  /** too-many-requests, service-fault, revocation-unknown: seconds to wait. */
  retryAfter: Type.Optional(Type.Integer({ minimum: 0 })),
  /** invalid-request: the fields, never their values. */
  errors: Type.Optional(
    Type.Array(Type.Object({ field: Type.String(), message: Type.String() }), { maxItems: 20 }),
  ),
});
export type ProblemDetails = Static<typeof ProblemDetails>;

/** RFC 9457 problem details as sent (`application/problem+json`). */
export const Problem = Type.Intersect([
  Type.Object({
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    /** What happened, what is unchanged, what to do next, in the language asked for (R40). */
    detail: Type.String(),
    /** The request's id, for a support call; no link to a person. */
    instance: Type.Optional(Type.String()),
  }),
  ProblemDetails,
]);
export type Problem = Static<typeof Problem>;

/** A refusal inside the service and its clients, before it is put into words. */
export interface Refusal extends ProblemDetails {
  readonly problem: ProblemType;
}
