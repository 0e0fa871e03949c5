import { fromHex } from '@kaijo/iso7816';
import type { Application, TlvFile } from './application.ts';

/** 公的個人認証 AP: two key pairs with their certificates and PINs. */
export const JPKI: Application = { name: 'jpki', aid: fromHex('D392F000260100000001') };

/** Certificates begin with the tag of an ASN.1 SEQUENCE (RFC 5280, 4.1). */
const SEQUENCE = 0x30;

export const JPKI_FILE = {
  /** Readable after the sign PIN only. */
  SIGN_CERTIFICATE: { fid: 0x0001, tag: SEQUENCE },
  SIGN_CA_CERTIFICATE: { fid: 0x0002, tag: SEQUENCE },
  AUTH_CERTIFICATE: { fid: 0x000a, tag: SEQUENCE },
  AUTH_CA_CERTIFICATE: { fid: 0x000b, tag: SEQUENCE },
} as const satisfies Record<string, TlvFile>;

export const JPKI_EF = {
  /** No BER-TLV: a name padded with blanks to 32 bytes. */
  TOKEN: 0x0006,
  AUTH_KEY: 0x0017,
  AUTH_PIN: 0x0018,
  SIGN_KEY: 0x001a,
  SIGN_PIN: 0x001b,
} as const;

export const TOKEN_LENGTH = 32;
