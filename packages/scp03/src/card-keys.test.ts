import { fromHex, toHex } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import { type CardKeyName, cardKeyDerivationMessage, deriveCardKeys } from './index.ts';

const MANAGEMENT_ID = fromHex('00112233445566778899');
const MASTER = fromHex('000102030405060708090a0b0c0d0e0f');
const MASTER_256 = fromHex('000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f');

/** `openssl mac -cipher AES-128-CBC|AES-256-CBC -macopt hexkey:… CMAC` over the message that the docstring describes. */
const BY_OPENSSL = {
  enc: ['4e492fbed6e7e798e00fe3cd6dd57009', '1369e02f84d575b42ac4742c22eb58a9'],
  mac: ['1775973d8e8beae2de75eed34fe9bc79', '3d358b6a8bb5385f467a3508b392ae9e'],
  dek: ['6a31b4f530fc253bf0aa6527a68d5401', 'be489b7db4e78d8497c0ab352d94ef55'],
} satisfies Record<CardKeyName, readonly [string, string]>;

describe('card keys (NIST SP 800-108r1 counter mode with AES-CMAC)', () => {
  it.each(['enc', 'mac', 'dek'] as const)('Key-%s is what OpenSSL computes', (name) => {
    const keys = [MASTER, MASTER_256].map(
      (master) => deriveCardKeys(Secret.copyOf(master), MANAGEMENT_ID)[name],
    );
    expect(keys.map((key) => key.use(toHex))).toEqual(BY_OPENSSL[name]);
  });

  it('come from a message that an HSM can MAC: counter, label, 00, management id, length', () => {
    expect(toHex(cardKeyDerivationMessage('enc', MANAGEMENT_ID))).toBe(
      `01${Buffer.from('kaijo/card/1/Key-ENC').toString('hex')}00${toHex(MANAGEMENT_ID)}0080`,
    );
  });

  it('are others for another card', () => {
    const master = Secret.copyOf(MASTER);
    const other = MANAGEMENT_ID.map((byte, i) => (i === 9 ? byte ^ 1 : byte));
    const all = [MANAGEMENT_ID, other].flatMap((id) => Object.values(deriveCardKeys(master, id)));
    expect(new Set(all.map((key) => key.use(toHex))).size).toBe(6);
  });

  it('are derived from a management id of 10 bytes only', () => {
    const master = Secret.copyOf(MASTER);
    for (const length of [0, 9, 11])
      expect(() => deriveCardKeys(master, new Uint8Array(length))).toThrow(RangeError);
  });
});
