export { IssuerCertificates, type IssuerCertificatesDependencies } from './issuer-certificates.ts';
export type { Card, Certificates, ProvenCard, Refused, SignedMessage, UsableCard } from './port.ts';
