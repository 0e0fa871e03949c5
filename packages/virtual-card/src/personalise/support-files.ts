import { createHash } from 'node:crypto';
import { encodeTlv } from '@kaijo/iso7816';
import { birthDigits, type Holder, sexCode } from './holder.ts';
import { template, templateWithOffsets } from './tlv-template.ts';

const TAG = {
  number: 0xdf10,
  attributes: 0xff20,
  offsets: 0xdf21,
  name: 0xdf22,
  address: 0xdf23,
  birthDate: 0xdf24,
  sex: 0xdf25,
  digests: 0xff30,
  numberDigest: 0xdf31,
  attributesDigest: 0xdf32,
} as const;

/** EF 0001, 0002 and 0003 of the input-support application. */
export interface SupportFiles {
  readonly number: Uint8Array;
  readonly attributes: Uint8Array;
  /** The two digests without the issuer's signature: the demo issuer does not sign them, and Kaijo does not read them. */
  readonly signature: Uint8Array;
}

export function supportFiles(holder: Holder, individualNumber: string): SupportFiles {
  const number = encodeTlv(TAG.number, utf8(individualNumber));
  const attributes = templateWithOffsets(
    TAG.attributes,
    TAG.offsets,
    encodeTlv(TAG.name, utf8(holder.name)),
    encodeTlv(TAG.address, utf8(holder.address)),
    encodeTlv(TAG.birthDate, utf8(birthDigits(holder))),
    encodeTlv(TAG.sex, utf8(String(sexCode(holder)))),
  );
  const signature = template(
    TAG.digests,
    encodeTlv(TAG.numberDigest, sha256(number)),
    encodeTlv(TAG.attributesDigest, sha256(attributes)),
  );
  return { number, attributes, signature };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(bytes).digest());
}
