import type { Refusal, TargetPin } from '@kaijo/contract';
import type { PathDefect, ValidityDefect } from '@kaijo/jpki';

/** What was found out about one certificate of a card (R5). */
export type CertificateState = { readonly kind: 'usable' } | UnusableState;

export type UnusableState =
  | { readonly kind: 'defective'; readonly reason: Defect }
  | { readonly kind: 'not-valid'; readonly reason: ValidityDefect }
  | { readonly kind: 'revoked' }
  /** Nobody who may answer did (RFC 6960, RFC 5280): fails closed. */
  | { readonly kind: 'unknown'; readonly reason: 'revocation' | 'directory' };

/** Besides what is wrong with the certificate itself: what the directory says of it. */
export type Defect =
  | PathDefect
  /** Issued to cards, but the directory knows no card with it, or another certificate under this serial. */
  | 'not-in-directory'
  /** Holders under 15 and adult wards have none (R41). */
  | 'no-sign-certificate';

export interface CardStates {
  readonly auth: CertificateState;
  readonly sign: CertificateState;
}

/**
 * R5: both certificates must be usable; the answer names which one fails and why. Where both fail, what is known for
 * good comes before what may pass, and the auth certificate before the sign certificate.
 */
export function certificateRefusal({ auth, sign }: CardStates): Refusal | undefined {
  const refusals = [
    ...(auth.kind === 'usable' ? [] : [refusalOf('auth', auth)]),
    ...(sign.kind === 'usable' ? [] : [refusalOf('sign', sign)]),
  ];
  return refusals.find(({ problem }) => problem !== 'revocation-unknown') ?? refusals[0];
}

export function refusalOf(certificate: TargetPin, state: UnusableState): Refusal {
  switch (state.kind) {
    case 'defective':
      return { problem: 'certificate-untrusted', certificate, reason: state.reason };
    case 'not-valid':
      return { problem: 'certificate-expired', certificate, reason: state.reason };
    case 'revoked':
      return { problem: 'certificate-revoked', certificate };
    case 'unknown':
      return { problem: 'revocation-unknown', certificate, reason: `${state.reason}-unreachable` };
  }
}
