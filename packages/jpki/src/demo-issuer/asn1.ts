import { AsnConvert } from '@peculiar/asn1-schema';

/** DER of a value of the ASN.1 library, which the demo authority writes with. What is read is read by `../der`. */
export function encodeAsn1(value: unknown): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(value));
}
