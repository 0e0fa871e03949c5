import { fromHex } from '@kaijo/iso7816';
import type { Application } from './application.ts';

/** 住民基本台帳 AP (K: card.md). Kaijo touches its PIN only. */
export const RESIDENT: Application = { name: 'resident', aid: fromHex('D3921000310001010401') };

export const RESIDENT_EF = { PIN: 0x0011 } as const;
