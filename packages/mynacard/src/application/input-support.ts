import { fromHex } from '@kaijo/iso7816';
import type { Application, TlvFile } from './application.ts';

/** 券面事項入力補助 AP: name, address, birth date and sex for filling in forms. */
export const INPUT_SUPPORT: Application = { name: 'input-support', aid: fromHex('D3921000310001010408') };

/** EF 0001, the individual number, is left out on purpose (R38). */
export const INPUT_SUPPORT_FILE = {
  FOUR_ATTRIBUTES: { fid: 0x0002, tag: 0xff20 },
} as const satisfies Record<string, TlvFile>;

export const INPUT_SUPPORT_EF = { PIN: 0x0011 } as const;
