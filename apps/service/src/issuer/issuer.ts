import type { CardDirectory, CrlClient, OcspClient, TrustConfiguration } from '@kaijo/jpki';

/** The issuer's systems as the service asks them (protocol.md, Trust), and what of them is believed without proof. */
export interface Issuer {
  readonly trust: TrustConfiguration;
  readonly directory: CardDirectory;
  readonly ocsp: OcspClient;
  readonly crl: CrlClient;
  close(): Promise<void>;
}
