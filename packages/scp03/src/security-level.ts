/**
 * P1 of EXTERNAL AUTHENTICATE (Amendment D v1.2, table 7-6), without '00':
 * a channel that protects nothing is not offered.
 *
 * | level  | commands        | responses       |
 * |--------|-----------------|-----------------|
 * | `0x01` | C-MAC           |                 |
 * | `0x03` | C-DECRYPTION, C-MAC |             |
 * | `0x11` | C-MAC           | R-MAC           |
 * | `0x13` | C-DECRYPTION, C-MAC | R-MAC       |
 * | `0x33` | C-DECRYPTION, C-MAC | R-ENCRYPTION, R-MAC |
 */
export type SecurityLevel = (typeof LEVELS)[number];

const LEVELS = [0x01, 0x03, 0x11, 0x13, 0x33] as const;

export function isSecurityLevel(p1: number): p1 is SecurityLevel {
  return (LEVELS as readonly number[]).includes(p1);
}

export function encryptsCommands(level: SecurityLevel): boolean {
  return (level & 0x02) !== 0;
}

export function macsResponses(level: SecurityLevel): boolean {
  return (level & 0x10) !== 0;
}

export function encryptsResponses(level: SecurityLevel): boolean {
  return (level & 0x20) !== 0;
}
