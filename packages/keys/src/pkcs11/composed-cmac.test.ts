import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { composedCmac } from './composed-cmac.ts';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const MESSAGE = hex(
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
);

/** NIST SP 800-38B, examples for AES-128 (also RFC 4493, 4) and AES-256. */
describe.each([
  [
    '2b7e151628aed2a6abf7158809cf4f3c',
    {
      0: 'bb1d6929e95937287fa37d129b756746',
      16: '070a16b46b4d4144f79bdd9dd04a287c',
      40: 'dfa66747de9ae63030ca32611497c827',
      64: '51f0bebf7e3b9d92fc49741779363cfe',
    },
  ],
  [
    '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
    {
      0: '028962f61b7bf89efc6b551f4667d983',
      16: '28a7023f452e8f82bd4bf28d8c37c35c',
      40: 'aaf3d8f1de5640c232f5b169b9c911e6',
      64: 'e1992190549f6ed5696a2c056c315410',
    },
  ],
])('AES-CMAC put together from a block cipher, key %s', (key, expected) => {
  const encrypt = (block: Uint8Array): Uint8Array => {
    const cipher = createCipheriv(`aes-${key.length * 4}-ecb`, Buffer.from(key, 'hex'), null);
    return new Uint8Array(cipher.setAutoPadding(false).update(block));
  };

  it.each(Object.entries(expected))('%s bytes', (length, mac) => {
    expect(composedCmac(MESSAGE.slice(0, Number(length)), encrypt)).toEqual(hex(mac));
  });
});
