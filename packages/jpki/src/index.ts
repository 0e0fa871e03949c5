export {
  type CardFace,
  type CardFaceDefect,
  type CardFaceFiles,
  type CardFaceKey,
  type CardFaceVerification,
  verifyCardFace,
} from './card-face.ts';
export {
  type BirthDate,
  type CardCertificate,
  type CertificateHolder,
  type CertificateKind,
  type Era,
  type PolicySets,
  PRODUCTION_POLICIES,
  parseCertificate,
  type SexCode,
  TEST_POLICIES,
} from './certificate.ts';
export { selfSignAuthority } from './demo-issuer/authority.ts';
export { type CardFaceParts, cardKeyOf } from './demo-issuer/build-card-face.ts';
export type { Municipality } from './demo-issuer/card-certificate-profile.ts';
export {
  type CardRegistration,
  DemoIssuer,
  type DemoIssuerOptions,
  directoryEntryOf,
  type IssuedCertificate,
  type IssueRefusal,
  type IssueRequest,
  type IssueResult,
} from './demo-issuer/demo-issuer.ts';
export { GENERATIONS, type Generation } from './demo-issuer/generation.ts';
export {
  encodeRevokedEntries,
  type ListIssuer,
  type RevokedEntry,
  signRevocationList,
} from './demo-issuer/issue-crl.ts';
export { createIssuerServer } from './demo-issuer/issuer-server.ts';
export { dayInJapan, fifthBirthdayAfter, isOldEnoughToSign } from './demo-issuer/validity-period.ts';
export type {
  AuthCertificateEntry,
  CardDirectory,
  CertificateReference,
  DirectoryAnswer,
  DirectoryEntry,
  SignCertificateEntry,
} from './directory/card-directory.ts';
export type { FetchLimits } from './http/bounded-fetch.ts';
export { HttpCrlClient, type HttpCrlOptions } from './http/http-crl-client.ts';
export { HttpDirectory, type HttpDirectoryOptions } from './http/http-directory.ts';
export { HttpOcspClient, type HttpOcspOptions } from './http/http-ocsp-client.ts';
export {
  checkRevocation,
  type RevocationOptions,
  type RevocationState,
  type RevocationSubject,
} from './revocation/check-revocation.ts';
export type { CrlAnswer, CrlClient, OcspClient, RevocationAnswer } from './revocation/clients.ts';
export type { Revocation, RevocationReason } from './revocation/status.ts';
export { importRsaKey, isSignedBy } from './trust/rsa-key.ts';
export {
  findAnchor,
  readTrustAnchor,
  type TrustAnchor,
  type TrustAnchorReading,
  type TrustAnchors,
} from './trust/trust-anchor.ts';
export {
  readTrustConfiguration,
  type TrustConfiguration,
  type TrustConfigurationReading,
  trustConfigurationToJson,
} from './trust/trust-configuration.ts';
export {
  type PathDefect,
  type PathOptions,
  type RefusedPath,
  type TrustedPath,
  type ValidityDefect,
  validityAt,
  verifyCertificatePath,
} from './trust/verify-certificate-path.ts';
