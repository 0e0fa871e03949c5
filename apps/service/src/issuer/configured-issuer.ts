import { readFile } from 'node:fs/promises';
import {
  HttpCrlClient,
  HttpDirectory,
  HttpOcspClient,
  readTrustConfiguration,
  type TrustConfiguration,
} from '@kaijo/jpki';
import type { Clock } from '../clock.ts';
import { ConfigurationError } from '../config/index.ts';
import { guardedCrl, guardedDirectory, guardedOcsp } from './guard.ts';
import type { Issuer } from './issuer.ts';

/**
 * An issuer reached over HTTP under `url`: `ocsp/sign`, `ocsp/auth`, `crl/{kind}/{keyId}`,
 * `delta-crl/{kind}/{keyId}` where it publishes changes, `directory`. URLs come from the configuration only, never out of a
 * certificate or a list.
 */
export function issuerAt(url: string, trust: TrustConfiguration, clock: Clock): Issuer {
  const base = url.endsWith('/') ? url : `${url}/`;
  const at = (path: string): string => new URL(path, base).href;
  return {
    trust,
    directory: guardedDirectory(new HttpDirectory({ url: at('directory') })),
    ocsp: guardedOcsp(new HttpOcspClient({ urls: { sign: at('ocsp/sign'), auth: at('ocsp/auth') } })),
    crl: guardedCrl(
      new HttpCrlClient({
        url: `${base}crl/{kind}/{keyId}`,
        deltaUrl: `${base}delta-crl/{kind}/{keyId}`,
        now: () => clock.now(),
      }),
    ),
    close: async () => undefined,
  };
}

/** @throws ConfigurationError for a file that is missing or no trust configuration */
export async function readTrustFile(path: string): Promise<TrustConfiguration> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new ConfigurationError([`KAIJO_TRUST_FILE: ${path} cannot be read: ${(error as Error).message}`]);
  }
  const reading = readTrustConfiguration(json);
  if (reading.kind === 'invalid') throw new ConfigurationError([`KAIJO_TRUST_FILE: ${path}: ${reading.why}`]);
  return reading.configuration;
}
