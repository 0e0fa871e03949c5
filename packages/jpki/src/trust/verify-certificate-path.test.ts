import { generateKeyPairSync, sign } from 'node:crypto';
import { concatBytes, encodeTlv, readTlv, toHex } from '@kaijo/iso7816';
import {
  BasicConstraints,
  type Extension,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_certificatePolicies,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_kp_OCSPSigning,
  OtherName,
  Version,
} from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRODUCTION_POLICIES, TEST_POLICIES } from '../certificate.ts';
import { holderOtherNames } from '../demo-issuer/card-certificate-profile.ts';
import {
  authorityKeyIdentifier,
  certificatePolicy,
  extendedKeyUsage,
  extension,
  keyUsage,
  subjectAltName,
} from '../demo-issuer/extensions.ts';
import { nameOf } from '../demo-issuer/names.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { NAME_ATTRIBUTE } from '../profile/names.ts';
import { forge, HOLDER, NOW, testAnchors, testAuthority } from '../test-support/forge.ts';
import { keyPair, spkiOf } from '../test-support/keys.ts';
import { verifyCertificatePath } from './verify-certificate-path.ts';

const anchors = testAnchors();

function reasonFor(der: Uint8Array, { kind = 'auth' as 'auth' | 'sign', at = NOW } = {}): string {
  const path = verifyCertificatePath(der, { kind, anchors, at });
  return path.kind === 'trusted' ? 'trusted' : path.reason;
}

const replace =
  (oid: string, ...by: readonly Extension[]) =>
  (extensions: Extension[]) =>
    extensions.flatMap((item) => (item.extnID === oid ? by : [item]));

const add =
  (...more: readonly Extension[]) =>
  (extensions: Extension[]) => [...extensions, ...more];

describe('R5: a certificate of the configured authority is trusted while it is valid', () => {
  it.each([
    'auth',
    'sign',
  ] as const)('trusts the %s certificate, and says which generation issued it', (kind) => {
    const der = forge({ kind });
    const path = verifyCertificatePath(der, { kind, anchors, at: NOW });
    expect(path).toMatchObject({ kind: 'trusted', generation: '2023', certificate: { kind } });
    if (path.kind === 'trusted') expect(toHex(path.certificate.raw)).toBe(toHex(der));
  });

  it('finds the issuer by its key among generations of the same name', () => {
    const all = { ...anchors, auth: [testAuthority('auth', '2019').anchor, testAuthority('auth').anchor] };
    for (const generation of ['2019', '2023'] as const) {
      const der = forge({ authority: testAuthority('auth', generation) });
      expect(verifyCertificatePath(der, { kind: 'auth', anchors: all, at: NOW })).toMatchObject({
        kind: 'trusted',
        generation,
      });
    }
  });

  it('is valid from its first second to the end of its last one', () => {
    const der = forge({
      notBefore: new Date('2026-01-01T00:00:00Z'),
      notAfter: new Date('2026-12-31T14:59:59Z'),
    });
    expect(reasonFor(der, { at: new Date('2025-12-31T23:59:59.999Z') })).toBe('not-yet-valid');
    expect(reasonFor(der, { at: new Date('2026-01-01T00:00:00.000Z') })).toBe('trusted');
    expect(reasonFor(der, { at: new Date('2026-12-31T14:59:59.999Z') })).toBe('trusted');
    expect(reasonFor(der, { at: new Date('2026-12-31T15:00:00.000Z') })).toBe('expired');
  });
});

describe('R5: the answer says why a certificate is refused', () => {
  it('expired, with the certificate, so that the holder hears until when it was valid', () => {
    const notAfter = new Date('2025-11-30T14:59:59Z');
    const path = verifyCertificatePath(forge({ notAfter }), { kind: 'auth', anchors, at: NOW });
    expect(path).toMatchObject({ kind: 'refused', reason: 'expired', certificate: { notAfter } });
  });

  it('not yet valid', () => {
    expect(reasonFor(forge({ notBefore: new Date('2026-03-01T00:00:00Z') }))).toBe('not-yet-valid');
  });

  it('a right signature and a current validity are two answers: a forgery that is out of date too is a forgery', () => {
    const forged = forge({ notAfter: new Date('2025-11-30T14:59:59Z'), sign: () => new Uint8Array(256) });
    expect(reasonFor(forged)).toBe('bad-signature');
  });

  it('wrong generation: an authority of the same name that is not configured', () => {
    expect(reasonFor(forge({ authority: testAuthority('auth', '2019') }))).toBe('untrusted-issuer');
  });

  it('expired, when the authority itself is no longer valid', () => {
    const old = testAuthority('auth', '2015');
    const der = forge({ authority: old, notBefore: new Date('2021-01-01T00:00:00Z') });
    const path = verifyCertificatePath(der, {
      kind: 'auth',
      anchors: { ...anchors, auth: [old.anchor] },
      at: NOW,
    });
    expect(path).toMatchObject({ kind: 'refused', reason: 'expired' });
  });

  it('the key identifier of a configured authority over the signature of another', () => {
    const other = testAuthority('auth', '2019');
    const der = forge({ sign: (tbs) => sign('sha256', tbs, other.privateKey) });
    expect(reasonFor(der)).toBe('bad-signature');
  });

  it('another name than that of the authority whose key identifier it carries', () => {
    const issuer = nameOf([NAME_ATTRIBUTE.country, 'JP'], [NAME_ATTRIBUTE.organization, 'Someone']);
    expect(reasonFor(forge({ issuer }))).toBe('untrusted-issuer');
  });

  it('a sign certificate where the auth certificate is asked for, and the reverse', () => {
    expect(reasonFor(forge({ kind: 'sign' }), { kind: 'auth' })).toBe('untrusted-issuer');
    expect(reasonFor(forge({ kind: 'auth' }), { kind: 'sign' })).toBe('untrusted-issuer');
  });

  it('a sign certificate that the authority for authentication signed: the stores are not interchangeable', () => {
    const der = forge({ kind: 'sign', authority: testAuthority('auth'), issuer: undefined as never });
    expect(reasonFor(der, { kind: 'sign' })).toBe('untrusted-issuer');
  });

  it.each([
    [
      'a leaf with the CA bit',
      add(extension(id_ce_basicConstraints, new BasicConstraints({ cA: true }), true)),
    ],
    ['a leaf that may sign certificates', replace(id_ce_keyUsage, keyUsage(Uint8Array.of(3, 2, 2, 0x84)))],
    [
      'a leaf that may sign revocation lists',
      replace(id_ce_keyUsage, keyUsage(Uint8Array.of(3, 2, 1, 0x82))),
    ],
  ])('is-ca: %s', (_, extensions) => {
    expect(reasonFor(forge({ extensions }))).toBe('is-ca');
  });

  it.each([
    ['another policy of the same authority', '1.2.392.200149.8.5.1.9.99'],
    ['the policy of the other certificate', TEST_POLICIES.sign[0] as string],
    [
      'the policy of cards in use, where only test cards are configured',
      PRODUCTION_POLICIES.auth[0] as string,
    ],
  ])('wrong policy: %s', (_, policy) => {
    const extensions = replace(
      id_ce_certificatePolicies,
      certificatePolicy(policy, 'http://example.invalid'),
    );
    expect(reasonFor(forge({ extensions }))).toBe('wrong-policy');
  });

  it('wrong policy: none at all', () => {
    expect(reasonFor(forge({ extensions: replace(id_ce_certificatePolicies) }))).toBe('wrong-policy');
  });

  it('the policy of cards in use is accepted where the configuration names it, and test cards are not', () => {
    const inUse = replace(
      id_ce_certificatePolicies,
      certificatePolicy(PRODUCTION_POLICIES.auth[0] as string, 'http://example.invalid'),
    );
    const production = { ...anchors, policies: PRODUCTION_POLICIES };
    const options = { kind: 'auth', anchors: production, at: NOW } as const;
    expect(verifyCertificatePath(forge({ extensions: inUse }), options).kind).toBe('trusted');
    expect(verifyCertificatePath(forge(), options)).toMatchObject({ reason: 'wrong-policy' });
  });

  it.each([
    ['that of the other certificate', replace(id_ce_keyUsage, keyUsage(KEY_USAGE.sign))],
    ['none', replace(id_ce_keyUsage)],
    ['for enciphering', replace(id_ce_keyUsage, keyUsage(Uint8Array.of(3, 2, 5, 0xa0)))],
    ['the right one with another spelling', replace(id_ce_keyUsage, keyUsage(Uint8Array.of(3, 2, 6, 0x80)))],
    ['a responder of OCSP', replace(id_ce_extKeyUsage, extendedKeyUsage(id_kp_OCSPSigning))],
  ])('wrong key usage: %s', (_, extensions) => {
    expect(reasonFor(forge({ extensions }))).toBe('wrong-key-usage');
  });

  it('weak key: RSA with 1024 bits, RSA with exponent 3', () => {
    expect(reasonFor(forge({ card: keyPair('short', 1024) }))).toBe('weak-key');
    expect(reasonFor(forge({ card: keyPair('low exponent', 2048, 3) }))).toBe('weak-key');
  });

  it('a key that is not of the profile: an elliptic curve', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const card = { privateKey, publicKey, spki: spkiOf(publicKey) };
    expect(reasonFor(forge({ card }))).toBe('unsupported-algorithm');
  });

  it.each([
    ['SHA-1', '1.2.840.113549.1.1.5', 'sha1'],
    ['MD5', '1.2.840.113549.1.1.4', 'md5'],
  ])('weak hash: %s', (_, signatureAlgorithm, hash) => {
    const der = forge({ signatureAlgorithm, sign: (tbs, key) => sign(hash, tbs, key) });
    expect(reasonFor(der)).toBe('weak-hash');
  });

  it('a signature that is right but of another algorithm', () => {
    const der = forge({
      signatureAlgorithm: '1.2.840.113549.1.1.13',
      sign: (tbs, key) => sign('sha512', tbs, key),
    });
    expect(reasonFor(der)).toBe('unsupported-algorithm');
  });

  it('an auth certificate that names somebody, and a sign certificate that names nobody (R38)', () => {
    const names = new OtherName({ typeId: '1.2.3', value: Uint8Array.of(0x0c, 0x00).buffer });
    const nameless = subjectAltName(new GeneralName({ otherName: names }));
    expect(
      reasonFor(forge({ kind: 'sign', extensions: replace(id_ce_subjectAltName, nameless) }), {
        kind: 'sign',
      }),
    ).toBe('malformed');
    const named = subjectAltName(...holderOtherNames(HOLDER));
    expect(reasonFor(forge({ extensions: add(named) }))).toBe('malformed');
  });

  it('an unknown critical extension; one that is not critical does no harm', () => {
    const unknown = (critical: boolean) => add(extension('1.2.3.4.5', Uint8Array.of(0x05, 0x00), critical));
    expect(reasonFor(forge({ extensions: unknown(true) }))).toBe('unknown-critical-extension');
    expect(reasonFor(forge({ extensions: unknown(false) }))).toBe('trusted');
  });
});

const NULL = Uint8Array.of(0x05, 0x00);

describe('only one encoding of one certificate is read', () => {
  const der = forge();

  it.each([
    ['trailing bytes', concatBytes(der, Uint8Array.of(0))],
    ['two certificates in one', concatBytes(der, der)],
    ['cut off', der.slice(0, -1)],
    ['nothing', new Uint8Array()],
    ['a long form of a length', concatBytes(Uint8Array.of(0x30, 0x83, 0x00), der.slice(2))],
    ['a member more, behind the signature', encodeTlv(0x30, concatBytes(readTlv(der).value, NULL))],
    ['version 1', forge({ version: Version.v1 })],
    ['a negative serial', forge({ serial: Uint8Array.of(0x80, 0x01) })],
    ['serial zero', forge({ serial: Uint8Array.of(0) })],
    ['a serial of 21 bytes', forge({ serial: new Uint8Array(21).fill(0x11) })],
    ['no authority key identifier', forge({ extensions: replace(id_ce_authorityKeyIdentifier) })],
    [
      'two authority key identifiers',
      forge({ extensions: add(authorityKeyIdentifier(testAuthority('auth').anchor.keyId)) }),
    ],
    [
      'an extension that is no DER',
      forge({ extensions: replace(id_ce_keyUsage, keyUsage(Uint8Array.of(3, 9, 7))) }),
    ],
    [
      'cA FALSE written out',
      forge({ extensions: add(extension(id_ce_basicConstraints, Uint8Array.of(0x30, 3, 1, 1, 0), true)) }),
    ],
  ])('malformed: %s', (_, bytes) => {
    expect(reasonFor(bytes)).toBe('malformed');
  });

  it('malformed: an algorithm outside that is not the one inside', () => {
    const inner = '06092a864886f70d01010b0500';
    const hex = toHex(der);
    const outer = hex.lastIndexOf(inner);
    const changed = `${hex.slice(0, outer)}06092a864886f70d01010c0500${hex.slice(outer + inner.length)}`;
    expect(reasonFor(Uint8Array.from(Buffer.from(changed, 'hex')))).toBe('malformed');
  });

  it('every check is about the bytes that were given, also when their owner changes them afterwards', () => {
    const bytes = Uint8Array.from(der);
    const path = verifyCertificatePath(bytes, { kind: 'auth', anchors, at: NOW });
    bytes.fill(0);
    if (path.kind !== 'trusted') throw new Error('not trusted');
    expect(toHex(path.certificate.raw)).toBe(toHex(der));
    expect(toHex(path.certificate.spki)).toBe(toHex(keyPair('auth card').spki));
  });
});

describe('whatever the bytes, there is an answer, and never trust', () => {
  const der = forge();

  it('each bit of what is not signed counts, and a bit of each byte of what is', () => {
    const tbsEnd = 4 + 4 + ((der[6] as number) << 8) + (der[7] as number);
    const signatureStart = der.length - 256;
    for (let at = 0; at < der.length; at++) {
      const isFraming = at < 4 || (at >= tbsEnd && at < signatureStart);
      for (const bit of isFraming ? [0, 1, 2, 3, 4, 5, 6, 7] : [at % 8]) {
        const flipped = Uint8Array.from(der);
        flipped[at] = (flipped[at] as number) ^ (1 << bit);
        if (reasonFor(flipped) === 'trusted') expect.fail(`trusted with bit ${bit} of byte ${at} flipped`);
      }
    }
  });

  it('random bytes, and certificates with pieces changed, cut and moved', () => {
    const position = fc.nat(der.length - 1);
    const mangled = fc
      .tuple(position, position, fc.uint8Array({ maxLength: 12 }))
      .map(([from, to, piece]) => concatBytes(der.slice(0, from), piece, der.slice(to)))
      .filter((bytes) => toHex(bytes) !== toHex(der));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), mangled), (bytes) => {
        expect(reasonFor(bytes)).not.toBe('trusted');
      }),
      { numRuns: 2000 },
    );
  });
});
