import { concatBytes, encodeTlv, equalBytes, readTlvList, TlvError } from '@kaijo/iso7816';
import { CERTIFICATE_TAG } from './layout.ts';

/** The platform's CryptoKey; its name is not global in every environment that this file is compiled for. */
export type VerificationKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const MODULUS_BYTES = 256;
const EXPONENT_65537 = Uint8Array.of(0x01, 0x00, 0x01);

/**
 * Reads an RSA-2048 public key as the card writes it: `90` exponent, `91` modulus.
 * @returns `'weak'` for any other size or exponent, `'malformed'` for anything that is no such pair
 */
export async function readCardKey(bytes: Uint8Array): Promise<VerificationKey | 'malformed' | 'weak'> {
  const objects = readObjects(bytes);
  const [exponent, modulus, ...rest] = objects ?? [];
  if (exponent?.tag !== CERTIFICATE_TAG.exponent || modulus?.tag !== CERTIFICATE_TAG.modulus || rest.length)
    return 'malformed';
  if (!equalBytes(exponent.value, EXPONENT_65537) || !isModulusOf2048Bits(modulus.value)) return 'weak';

  const jwk = { kty: 'RSA', alg: 'RS256', n: base64Url(modulus.value), e: base64Url(exponent.value) };
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
}

/** The same form from the two numbers, big-endian and without leading zeros. */
export function encodeCardKey(exponent: Uint8Array, modulus: Uint8Array): Uint8Array {
  return concatBytes(
    encodeTlv(CERTIFICATE_TAG.exponent, exponent),
    encodeTlv(CERTIFICATE_TAG.modulus, modulus),
  );
}

function isModulusOf2048Bits(modulus: Uint8Array): boolean {
  const [first = 0] = modulus;
  const last = modulus[modulus.length - 1] ?? 0;
  return modulus.length === MODULUS_BYTES && first >= 0x80 && last % 2 === 1;
}

function readObjects(bytes: Uint8Array) {
  try {
    return readTlvList(bytes);
  } catch (error) {
    if (error instanceof TlvError) return undefined;
    throw error;
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
