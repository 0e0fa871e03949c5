/** Which of a card's two certificates: 署名用電子証明書 or 利用者証明用電子証明書. */
export type CertificateKind = 'sign' | 'auth';

/** Certificate policies that count as each kind; several where an operator serves cards of both worlds. */
export interface PolicySets {
  readonly sign: readonly string[];
  readonly auth: readonly string[];
}

/**
 * Policies of JPKI in use (card.md, "Certificates"; J-LIS profile specification 3.2).
 * A configuration that trusts real authorities names these; a demo never does.
 */
export const PRODUCTION_POLICIES: PolicySets = {
  sign: ['1.2.392.200149.8.5.1.1.20'],
  auth: ['1.2.392.200149.8.5.1.3.30'],
};

/**
 * Policies of test cards. `…1.0.20` for signatures is JPKI's own; JPKI's for user authentication is not public, so
 * `…1.0.30` follows the same pattern: arc 0 (test) in the place of the kind's arc, the class number as it was.
 */
export const TEST_POLICIES: PolicySets = {
  sign: ['1.2.392.200149.8.5.1.0.20'],
  auth: ['1.2.392.200149.8.5.1.0.30'],
};

export const SHA256_WITH_RSA = '1.2.840.113549.1.1.11';
export const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';

/** Signature algorithms over MD2, MD5 and SHA-1 (RFC 3279, 2.2). */
export const WEAK_SIGNATURE_ALGORITHMS: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.2',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10045.4.1',
  '1.2.840.10040.4.3',
]);

/** otherName types of the signature certificate (card.md, "Certificates"): UTF8String each. */
export const HOLDER_OTHER_NAME = {
  name: '1.2.392.200149.8.5.5.1',
  nameSubstitutes: '1.2.392.200149.8.5.5.2',
  sex: '1.2.392.200149.8.5.5.3',
  birthDate: '1.2.392.200149.8.5.5.4',
  address: '1.2.392.200149.8.5.5.5',
  addressSubstitutes: '1.2.392.200149.8.5.5.6',
} as const;

/** Extensions of certificates and lists (RFC 5280, 4.2 and 5.2; RFC 6960, 4.4). */
export const EXTENSION = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  crlReason: '2.5.29.21',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  ocspNonce: '1.3.6.1.5.5.7.48.1.2',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;

/** Purposes of an extended key usage (RFC 5280, 4.2.1.12; RFC 6960, 4.2.2.2). */
export const KEY_PURPOSE = {
  clientAuth: '1.3.6.1.5.5.7.3.2',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;
