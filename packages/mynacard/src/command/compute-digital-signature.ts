import { type CommandApdu, concatBytes, fromHex } from '@kaijo/iso7816';

/** COMPUTE DIGITAL SIGNATURE of the JPKI AP: PKCS#1 v1.5 type 1 padding around the given DigestInfo (card.md). */
const COMPUTE_DIGITAL_SIGNATURE = {
  CLA: 0x80,
  INS: 0x2a,
  P1: 0x00,
  P2_SELECTED_KEY: 0x80,
} as const;

/** RSA-2048. */
export const SIGNATURE_LENGTH = 256;

const SHA256_LENGTH = 32;
/** DigestInfo of SHA-256 up to its digest (RFC 8017, 9.2, note 1). */
const SHA256_DIGEST_INFO = fromHex('3031300D060960864801650304020105000420');

/** @throws RangeError for a digest that is not SHA-256's 32 bytes */
export function computeDigitalSignature(sha256Digest: Uint8Array): CommandApdu {
  if (sha256Digest.length !== SHA256_LENGTH)
    throw new RangeError(`a SHA-256 digest has ${SHA256_LENGTH} bytes, not ${sha256Digest.length}`);
  return {
    cla: COMPUTE_DIGITAL_SIGNATURE.CLA,
    ins: COMPUTE_DIGITAL_SIGNATURE.INS,
    p1: COMPUTE_DIGITAL_SIGNATURE.P1,
    p2: COMPUTE_DIGITAL_SIGNATURE.P2_SELECTED_KEY,
    data: concatBytes(SHA256_DIGEST_INFO, sha256Digest),
    le: SIGNATURE_LENGTH,
  };
}

/** PERFORM SECURITY OPERATION (ISO/IEC 7816-8): whoever carries foreign commands must not pass one on. */
export const PERFORM_SECURITY_OPERATION = COMPUTE_DIGITAL_SIGNATURE.INS;
