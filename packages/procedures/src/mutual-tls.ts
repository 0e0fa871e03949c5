import type { Fetch } from '@kaijo/contract';
import { Agent, fetch as undiciFetch } from 'undici';

/** PEM texts. The key stays on the kiosk that made it. */
export interface KioskIdentity {
  readonly key: string;
  readonly certificate: string;
  /** The authority that the service's own certificate comes from. */
  readonly authority: string;
}

/** A `fetch` that signs in with the kiosk's client certificate (TLS 1.3, mutual), and how to close its connections. */
export function mutualTlsFetch(identity: KioskIdentity): { readonly fetch: Fetch; close(): Promise<void> } {
  const dispatcher = new Agent({
    connect: { key: identity.key, cert: identity.certificate, ca: identity.authority, minVersion: 'TLSv1.3' },
  });
  return {
    fetch: (url, init) =>
      undiciFetch(url, { ...(init as object), dispatcher }) as unknown as Promise<Response>,
    close: () => dispatcher.destroy(),
  };
}
