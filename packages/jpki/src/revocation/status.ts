/** Reasons of RFC 5280, 5.3.1, by their number. */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'privilegeWithdrawn'
  | 'aACompromise';

export interface Revocation {
  readonly at: Date;
  readonly reason: RevocationReason;
}

const REASON_NUMBERS: Readonly<Record<RevocationReason, number>> = {
  unspecified: 0,
  keyCompromise: 1,
  cACompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
  privilegeWithdrawn: 9,
  aACompromise: 10,
};

export function reasonNumber(reason: RevocationReason): number {
  return REASON_NUMBERS[reason];
}

/** A number without a name, or none, is `unspecified`: the certificate is revoked all the same. */
export function reasonOf(number: number | undefined): RevocationReason {
  const reasons = Object.keys(REASON_NUMBERS) as RevocationReason[];
  return reasons.find((reason) => REASON_NUMBERS[reason] === number) ?? 'unspecified';
}

export function isRevocationReason(text: unknown): text is RevocationReason {
  return typeof text === 'string' && Object.hasOwn(REASON_NUMBERS, text);
}
