import { constants, createHash, type KeyObject, privateEncrypt } from 'node:crypto';
import { concatBytes, fromHex } from '@kaijo/iso7816';
import { describe, expect, it } from 'vitest';
import { forge, NOW, testAnchors } from '../test-support/forge.ts';
import { verifyCertificatePath } from './verify-certificate-path.ts';

const anchors = testAnchors();
const MODULUS_BYTES = 256;
const DIGEST_INFO_PREFIX = fromHex('3031300d060960864801650304020105000420');

/** Signs an encoded message that the forger has padded as it likes. */
function verdictOn(encode: (digest: Uint8Array) => Uint8Array): string {
  const sign = (tbs: Uint8Array, key: KeyObject) => {
    const encoded = encode(createHash('sha256').update(tbs).digest());
    return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
  };
  const path = verifyCertificatePath(forge({ sign }), { kind: 'auth', anchors, at: NOW });
  return path.kind === 'trusted' ? 'trusted' : path.reason;
}

/** `00 type FF…FF 00 rest`, as long as the modulus; with fewer FF, `filler` stands at the end. */
function block(
  content: Uint8Array,
  { type = 1, padding = MODULUS_BYTES - 3 - content.length, filler = 0x00 } = {},
): Uint8Array {
  const start = concatBytes(
    Uint8Array.of(0x00, type),
    new Uint8Array(padding).fill(0xff),
    Uint8Array.of(0x00),
    content,
  );
  return concatBytes(start, new Uint8Array(MODULUS_BYTES - start.length).fill(filler));
}

const digestInfo = (digest: Uint8Array) => concatBytes(DIGEST_INFO_PREFIX, digest);

describe('card.md: a signature whose padding is not exactly PKCS#1 v1.5 is refused', () => {
  it('accepts the one padding that RFC 8017, 9.2 makes (so that the others fail for what they are)', () => {
    expect(verdictOn((digest) => block(digestInfo(digest)))).toBe('trusted');
  });

  it.each<[string, (digest: Uint8Array) => Uint8Array]>([
    [
      'bytes behind the DigestInfo (Bleichenbacher 2006)',
      (digest) => block(digestInfo(digest), { padding: 8, filler: 0xaa }),
    ],
    ['zeros behind the DigestInfo', (digest) => block(digestInfo(digest), { padding: 8 })],
    [
      'bytes inside of the algorithm’s parameters (CVE-2006-4340 and its kin)',
      (digest) => {
        const parameters = concatBytes(Uint8Array.of(0x04, 0x20), new Uint8Array(32).fill(0xaa));
        const algorithm = concatBytes(fromHex('302d0609608648016503040201'), parameters);
        return block(concatBytes(Uint8Array.of(0x30, 0x51), algorithm, Uint8Array.of(0x04, 0x20), digest));
      },
    ],
    [
      'a DigestInfo without the NULL of its algorithm',
      (digest) => block(concatBytes(fromHex('302f300b06096086480165030402010420'), digest)),
    ],
    [
      'a DigestInfo with a long form of its length',
      (digest) => block(concatBytes(fromHex('308131300d060960864801650304020105000420'), digest)),
    ],
    ['a bare digest', (digest) => block(digest)],
    [
      'the DigestInfo of another hash',
      (digest) => block(concatBytes(fromHex('3031300d060960864801650304020205000420'), digest)),
    ],
    ['block type 2', (digest) => block(digestInfo(digest), { type: 2 })],
    ['block type 0', (digest) => block(digestInfo(digest), { type: 0 })],
    [
      'a padding byte that is not FF',
      (digest) => {
        const encoded = block(digestInfo(digest));
        encoded[100] = 0xfe;
        return encoded;
      },
    ],
    [
      'no zero between padding and DigestInfo',
      (digest) => {
        const encoded = block(digestInfo(digest));
        encoded[MODULUS_BYTES - 52] = 0xff;
        return encoded;
      },
    ],
  ])('%s', (_, encode) => {
    expect(verdictOn(encode)).toBe('bad-signature');
  });

  it.each<[string, (signature: Uint8Array) => Uint8Array]>([
    ['a leading zero', (signature) => concatBytes(Uint8Array.of(0), signature)],
    ['a byte more', (signature) => concatBytes(signature, Uint8Array.of(0))],
    ['a byte less', (signature) => signature.slice(0, -1)],
    ['nothing', () => new Uint8Array()],
  ])('a signature with %s', (_, change) => {
    const sign = (tbs: Uint8Array, key: KeyObject) => {
      const encoded = block(digestInfo(createHash('sha256').update(tbs).digest()));
      return change(privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded));
    };
    const path = verifyCertificatePath(forge({ sign }), { kind: 'auth', anchors, at: NOW });
    expect(path).toMatchObject({ kind: 'refused', reason: 'bad-signature' });
  });
});
