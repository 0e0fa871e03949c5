import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { encodeConstructed, encodeInteger, encodeOid, encodeSequence } from '../der/encode.ts';
import { TAG } from '../der/tag.ts';
import { keyPair, spkiOf } from '../test-support/keys.ts';
import { importRsaKey, rsaKeyStrength } from './rsa-key.ts';

/** A key of `bits` bits with that exponent; nobody needs its other half. */
function rsaSpki(bits: number, exponent: readonly number[], { last = 0x01 } = {}): Uint8Array {
  const modulus = new Uint8Array(Math.ceil(bits / 8)).fill(0x5a);
  modulus[0] = 1 << ((bits - 1) % 8);
  modulus[modulus.length - 1] = last;
  const key = encodeSequence(encodeInteger(modulus), encodeInteger(Uint8Array.from(exponent)));
  const algorithm = encodeSequence(encodeOid('1.2.840.113549.1.1.1'), Uint8Array.of(0x05, 0x00));
  return encodeSequence(algorithm, encodeConstructed(TAG.bitString, Uint8Array.of(0), key));
}

const E65537 = [0x01, 0x00, 0x01];

describe('a key is strong enough for JPKI', () => {
  it.each([
    ['2048 bits', rsaSpki(2048, E65537), 'strong'],
    ['2047 bits', rsaSpki(2047, E65537), 'weak'],
    ['1024 bits', rsaSpki(1024, E65537), 'weak'],
    ['3072 bits', rsaSpki(3072, E65537), 'strong'],
    ['4096 bits', rsaSpki(4096, E65537), 'strong'],
    ['4097 bits', rsaSpki(4097, E65537), 'weak'],
    ['an even modulus', rsaSpki(2048, E65537, { last: 0x02 }), 'weak'],
    ['exponent 3', rsaSpki(2048, [3]), 'weak'],
    ['exponent 65535', rsaSpki(2048, [0xff, 0xff]), 'weak'],
    ['exponent 65538', rsaSpki(2048, [0x01, 0x00, 0x02]), 'weak'],
    ['exponent 2³² − 1', rsaSpki(2048, [0xff, 0xff, 0xff, 0xff]), 'strong'],
    ['an exponent of five bytes', rsaSpki(2048, [1, 0, 0, 0, 1]), 'weak'],
    ['no key', new Uint8Array(), 'unsupported'],
  ])('%s', (_, spki, strength) => {
    expect(rsaKeyStrength(spki)).toBe(strength);
    expect(importRsaKey(spki) !== undefined).toBe(strength === 'strong');
  });

  it('keys that OpenSSL made read as OpenSSL reads them', () => {
    for (const [bits, exponent] of [
      [2048, 65537],
      [2048, 3],
      [1024, 65537],
    ] as const) {
      const { spki } = keyPair('some', bits, exponent);
      const isStrong = bits >= 2048 && exponent >= 65537;
      expect(rsaKeyStrength(spki)).toBe(isStrong ? 'strong' : 'weak');
      const { modulusLength } = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
        .asymmetricKeyDetails ?? { modulusLength: 0 };
      expect(modulusLength).toBe(bits);
    }
  });

  it('an imported key is the one of the SubjectPublicKeyInfo, byte for byte', () => {
    const { spki } = keyPair('some', 2048, 65537);
    expect(importRsaKey(spki)?.export({ format: 'der', type: 'spki' })).toEqual(Buffer.from(spki));
  });

  it('other kinds of keys are not of the profile, RSASSA-PSS among them', () => {
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey;
    for (const key of [curve, pss]) expect(rsaKeyStrength(spkiOf(key))).toBe('unsupported');
  });
});
