import { randomBytes, randomFillSync } from 'node:crypto';

/** `length` random bytes fit for keys and tokens. */
export type Random = (length: number) => Uint8Array;

/** A call of OpenSSL's generator costs more than the bytes: small wishes are served from a supply. */
const SUPPLY_BYTES = 4_096;
const SMALL = 64;
const supply = new Uint8Array(SUPPLY_BYTES);
let used = SUPPLY_BYTES;

/** OpenSSL's generator (NIST SP 800-90A, seeded by the kernel). What has been given out is not kept. */
export const systemRandom: Random = (length) => {
  if (length > SMALL) return new Uint8Array(randomBytes(length));
  if (used + length > SUPPLY_BYTES) {
    randomFillSync(supply);
    used = 0;
  }
  const bytes = supply.slice(used, used + length);
  supply.fill(0, used, used + length);
  used += length;
  return bytes;
};

/** A random UUID (RFC 9562, 5.4: version 4). Ids of the service are all of this kind, so that keys spread. */
export function randomUuid(random: Random): string {
  const bytes = random(16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
