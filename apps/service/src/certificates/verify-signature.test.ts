import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignedWith, NOBODYS_KEY } from './verify-signature.ts';

const MESSAGE = new TextEncoder().encode('kaijo/phone/1');

function signedBy(modulusLength: number, publicExponent: number) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent });
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  return { spki, signature: new Uint8Array(sign('sha256', MESSAGE, privateKey)) };
}

describe('a signature counts under a key that is strong enough', () => {
  it('of 2048 bits with the usual exponent', () => {
    const { spki, signature } = signedBy(2048, 0x10001);
    expect(isSignedWith(spki, MESSAGE, signature)).toBe(true);
    expect(isSignedWith(NOBODYS_KEY, MESSAGE, signature)).toBe(false);
  });

  it.each([
    ['of 1024 bits', 1024, 0x10001],
    ['with the exponent 3, which forged paddings were made for', 2048, 3],
  ])('not %s', (_, bits, exponent) => {
    const { spki, signature } = signedBy(bits, exponent);
    expect(isSignedWith(spki, MESSAGE, signature)).toBe(false);
  });

  it('not under what is no key', () => {
    expect(isSignedWith(new Uint8Array([0x30, 0]), MESSAGE, new Uint8Array(256))).toBe(false);
  });
});
