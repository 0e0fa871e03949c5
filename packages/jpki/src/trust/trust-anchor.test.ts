import { createHash } from 'node:crypto';
import { concatBytes, toHex } from '@kaijo/iso7816';
import type { Extension } from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import { authorityName, keyIdOf, selfSignAuthority } from '../demo-issuer/authority.ts';
import { authorityConstraints, keyUsage, subjectKeyIdentifier } from '../demo-issuer/extensions.ts';
import { signCertificate } from '../demo-issuer/sign-certificate.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { forge } from '../test-support/forge.ts';
import { type KeyPair, keyPair } from '../test-support/keys.ts';
import { REAL_AUTHORITIES } from '../test-support/real-authorities.ts';
import { readTrustAnchor } from './trust-anchor.ts';

const auth = (certificate: Uint8Array) => readTrustAnchor({ kind: 'auth', generation: 'x', certificate });

interface Claims {
  readonly key?: KeyPair;
  readonly signer?: KeyPair;
  readonly issuer?: ReturnType<typeof authorityName>;
  readonly extensions?: readonly Extension[];
}

/** A self-signed authority for authentication that differs from the profile in what is given. */
function authority({ key = keyPair('authority'), signer = key, issuer, extensions }: Claims): Uint8Array {
  return signCertificate(
    {
      serial: Uint8Array.of(1),
      issuer: issuer ?? authorityName('auth'),
      notBefore: new Date('2023-07-16T00:00:00Z'),
      notAfter: new Date('2033-07-15T14:59:59Z'),
      subject: authorityName('auth'),
      spki: key.spki,
      extensions: extensions ?? [
        keyUsage(KEY_USAGE.authority),
        authorityConstraints(),
        subjectKeyIdentifier(keyIdOf(key.spki)),
      ],
    },
    signer.privateKey,
  );
}

describe('anchors are configured', () => {
  it.each(REAL_AUTHORITIES)('the real $kind authority of $generation can be one', (real) => {
    const reading = readTrustAnchor(real);
    if (reading.kind !== 'anchor') throw new Error(reading.why);
    expect(reading.anchor).toMatchObject({ kind: real.kind, generation: real.generation });
    const sha1OfKey = createHash('sha1').update(reading.anchor.publicKeyBits).digest('hex');
    expect(toHex(reading.anchor.keyId)).toBe(sha1OfKey);
  });

  it('all generations of a kind have one name', () => {
    const names = REAL_AUTHORITIES.map((real) => {
      const reading = readTrustAnchor(real);
      return `${real.kind} ${reading.kind === 'anchor' ? toHex(reading.anchor.name) : reading.why}`;
    });
    expect(new Set(names).size).toBe(2);
  });

  it('takes the profile (so that the refusals below are for what they say)', () => {
    expect(auth(authority({})).kind).toBe('anchor');
  });

  it.each([
    ['RSA with exponent 3', authority({ key: keyPair('low exponent', 2048, 3) }), 'exponent'],
    ['RSA with 1024 bits', authority({ key: keyPair('short', 1024) }), '2048 bits'],
    ['a signature that is not its own', authority({ signer: keyPair('other') }), 'not self-signed'],
    ['another issuer', authority({ issuer: authorityName('sign') }), 'not self-issued'],
    ['the card’s own certificate', forge(), 'not self-issued'],
    [
      'no cA',
      authority({ extensions: [keyUsage(KEY_USAGE.authority), subjectKeyIdentifier(Uint8Array.of(1))] }),
      'not an authority',
    ],
    [
      'no keyCertSign',
      authority({
        extensions: [
          keyUsage(KEY_USAGE.auth),
          authorityConstraints(),
          subjectKeyIdentifier(Uint8Array.of(1)),
        ],
      }),
      'not an authority',
    ],
    [
      'no key identifier',
      authority({ extensions: [keyUsage(KEY_USAGE.authority), authorityConstraints()] }),
      'key identifier',
    ],
    ['bytes behind', concatBytes(authority({}), Uint8Array.of(0)), 'DER'],
  ])('refuses %s', (_, certificate, why) => {
    expect(auth(certificate)).toMatchObject({ kind: 'refused', why: expect.stringContaining(why) });
  });

  it('an authority for signatures cannot be configured in the store for authentication', () => {
    const certificate = selfSignAuthority({
      kind: 'sign',
      generation: '2023',
      serial: Uint8Array.of(1),
      privateKey: keyPair('authority').privateKey,
    });
    expect(auth(certificate)).toMatchObject({ kind: 'refused', why: expect.stringContaining('auth') });
  });
});
