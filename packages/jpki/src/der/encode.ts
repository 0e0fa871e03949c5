import { concatBytes, encodeTlv } from '@kaijo/iso7816';
import { TAG } from './tag.ts';

/** A constructed value around others. */
export function encodeConstructed(tag: number, ...values: readonly Uint8Array[]): Uint8Array {
  return encodeTlv(tag, concatBytes(...values));
}

export function encodeSequence(...values: readonly Uint8Array[]): Uint8Array {
  return encodeConstructed(TAG.sequence, ...values);
}

export function encodeOctets(bytes: Uint8Array): Uint8Array {
  return encodeTlv(TAG.octetString, bytes);
}

export function encodeInteger(unsigned: Uint8Array): Uint8Array {
  return encodeTlv(TAG.integer, toTwosComplement(unsigned));
}

/** INTEGER contents of an unsigned number. */
export function toTwosComplement(unsigned: Uint8Array): Uint8Array<ArrayBuffer> {
  const isNegativeAsItStands = (unsigned[0] ?? 0) >= 0x80;
  return Uint8Array.from(isNegativeAsItStands ? concatBytes(Uint8Array.of(0), unsigned) : unsigned);
}

/** Arcs up to 2⁵³, the first two as X.690, 8.19.4 joins them. */
export function encodeOid(oid: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  const content = [40 * first + second, ...rest].flatMap(encodeArc);
  return encodeTlv(TAG.objectIdentifier, Uint8Array.from(content));
}

function encodeArc(arc: number): number[] {
  const octets = [arc % 128];
  for (let higher = Math.floor(arc / 128); higher > 0; higher = Math.floor(higher / 128))
    octets.unshift(0x80 | (higher % 128));
  return octets;
}
