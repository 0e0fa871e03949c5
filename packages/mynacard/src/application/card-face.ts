import { fromHex } from '@kaijo/iso7816';
import type { Application, TlvFile } from './application.ts';

/** 券面事項確認 AP: what is printed on the card, signed by its issuer. */
export const CARD_FACE: Application = { name: 'card-face', aid: fromHex('D3921000310001010402') };

/** The number image (EF 0005) and PIN-A, which is the individual number, are left out on purpose (R38). */
export const CARD_FACE_FILE = {
  DATA: { fid: 0x0002, tag: 0xff20 },
  INTERMEDIATE_CERTIFICATE: { fid: 0x0004, tag: 0x7f21 },
} as const satisfies Record<string, TlvFile>;

export const CARD_FACE_EF = { PIN_B: 0x0012 } as const;
