export { issuerAt, readTrustFile } from './configured-issuer.ts';
export { startEmbeddedIssuer } from './embedded-issuer.ts';
export type { Issuer } from './issuer.ts';
