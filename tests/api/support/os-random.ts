import { randomBytes } from 'node:crypto';

export function osRandom(length: number): Uint8Array {
  return Uint8Array.from(randomBytes(length));
}
