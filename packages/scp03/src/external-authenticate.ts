import type { CommandApdu } from '@kaijo/iso7816';
import type { SecurityLevel } from './security-level.ts';

export const INS_EXTERNAL_AUTHENTICATE = 0x82;

/** EXTERNAL AUTHENTICATE (Amendment D v1.2, 7.1.2) before its C-MAC. */
export function externalAuthenticateCommand(level: SecurityLevel, hostCryptogram: Uint8Array): CommandApdu {
  return { cla: 0x80, ins: INS_EXTERNAL_AUTHENTICATE, p1: level, p2: 0x00, data: hostCryptogram };
}
