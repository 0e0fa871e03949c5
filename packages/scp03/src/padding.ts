import { BLOCK } from './aes.ts';

/** Appends '80' and as few '00' as fill a block (GlobalPlatform Card Specification 2.3.1, B.2.3). Never empty. */
export function pad(plain: Uint8Array): Uint8Array {
  const out = new Uint8Array((Math.floor(plain.length / BLOCK) + 1) * BLOCK);
  out.set(plain);
  out[plain.length] = 0x80;
  return out;
}

/**
 * What {@link pad} was given; `undefined` for bytes without the '80'. More '00' than needed are let through, as other
 * implementations do: recorded sessions have them, and the MAC has been checked before.
 */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  return padded[end] === 0x80 ? padded.slice(0, end) : undefined;
}
