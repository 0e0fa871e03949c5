import { generateKeyPair, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { createKioskClient, type KioskClient } from '@kaijo/contract';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import type { EnrolledKiosk } from '../folder/index.ts';
import { timed } from './timed-fetch.ts';

const DAY = 86_400_000;
/** Renewed this long before it ends: a kiosk that is off for a month finds back. */
const RENEW_BEFORE_MS = 60 * DAY;

/** The kiosk's way to the service: mutual TLS under its certificate, which is renewed before it ends. */
export class KioskConnection {
  readonly client: KioskClient;
  readonly #keep: (kiosk: EnrolledKiosk) => Promise<void>;
  #kiosk: EnrolledKiosk;
  #tls: ReturnType<typeof mutualTlsFetch>;

  constructor(kiosk: EnrolledKiosk, keep: (kiosk: EnrolledKiosk) => Promise<void>) {
    this.#kiosk = kiosk;
    this.#keep = keep;
    this.#tls = mutualTlsFetch(kiosk.identity);
    this.client = createKioskClient({
      baseUrl: kiosk.kioskUrl,
      fetch: timed((url, init) => this.#tls.fetch(url, init)),
    });
  }

  get certificateEnds(): Date {
    return new Date(new X509Certificate(this.#kiosk.identity.certificate).validTo);
  }

  /** Whether there is a new certificate now. The machine's own clock judges, as TLS does. */
  async renewIfDue(now: Date): Promise<boolean> {
    if (this.certificateEnds.getTime() - now.getTime() > RENEW_BEFORE_MS) return false;
    const { publicKey, key } = await newKioskKey();
    const answer = await this.client.renewCertificate({ publicKey });
    if (answer.kind !== 'ok') return false;
    const { certificate, authority } = answer.body;
    const renewed = { ...this.#kiosk, identity: { key, certificate, authority } };
    // On disk before it is used: a kiosk that is switched off now still has one of the two.
    await this.#keep(renewed);
    const last = this.#tls;
    this.#kiosk = renewed;
    this.#tls = mutualTlsFetch(renewed.identity);
    await last.close();
    return true;
  }

  close(): Promise<void> {
    return this.#tls.close();
  }
}

/** A key that never leaves this machine; both in PEM. */
export async function newKioskKey(): Promise<{ readonly publicKey: string; readonly key: string }> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  return {
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }) as string,
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
  };
}
