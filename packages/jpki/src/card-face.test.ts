import { constants, createHash, privateEncrypt, sign } from 'node:crypto';
import { concatBytes, encodeTlv, readTlv, readTlvList } from '@kaijo/iso7816';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCardKey } from './card-face/public-key.ts';
import { CARD_FACE_TAG, type CardFaceFiles, verifyCardFace } from './card-face.ts';
import { buildCardFace, cardFaceRoot, cardKeyOf } from './demo-issuer/build-card-face.ts';
import { random } from './test-support/forge.ts';
import { type KeyPair, keyPair } from './test-support/keys.ts';

const root = keyPair('card-face root');
const signer = keyPair('card-face signer');
const mallory = keyPair('mallory');
const keys = { root: root.privateKey, signer: signer.privateKey };
const roots = [cardFaceRoot(root.privateKey)];

const parts = {
  birthDate: '1991-05-15',
  sex: '2',
  publicKey: cardKeyOf(keyPair('card').publicKey),
  namePng: random(800),
  addressPng: random(1500),
  portrait: random(5000),
  expiry: '2031-05-15',
  securityCodePng: random(300),
};
const genuine = buildCardFace(parts, keys);

async function reasonFor(files: Partial<CardFaceFiles>, issuerKeys = roots): Promise<string> {
  const result = await verifyCardFace({ ...genuine, ...files }, issuerKeys);
  return result.kind === 'genuine' ? 'genuine' : result.reason;
}

/** EF 0002 with its objects changed; the offsets are left as they were, since nothing is found by them. */
function withObjects(
  change: (objects: [tag: number, value: Uint8Array][]) => [number, Uint8Array][],
): Uint8Array {
  const objects = readTlvList(readTlv(genuine.data).value).map(({ tag, value }): [number, Uint8Array] => [
    tag,
    value,
  ]);
  const changed = change(objects).map(([tag, value]) => encodeTlv(tag, value));
  return encodeTlv(CARD_FACE_TAG.cardFace, concatBytes(...changed));
}

const replacing = (tag: number, value: Uint8Array) =>
  withObjects((objects) => objects.map(([t, v]) => [t, t === tag ? value : v]));

/** EF 0004 with a body of one's own, signed by whoever likes. */
function certificate(over: { body?: Uint8Array; key?: KeyPair } = {}): Uint8Array {
  const signed = over.body ?? readTlv(readTlv(genuine.certificate).value).value;
  const signature = sign('sha256', signed, (over.key ?? root).privateKey);
  return encodeTlv(0x7f21, concatBytes(encodeTlv(0x5f4e, signed), encodeTlv(0x5f37, signature)));
}

/** The body of EF 0004: names of issuer and subject as they are, another key. */
function bodyFor(publicKey: Uint8Array): Uint8Array {
  const body = readTlv(readTlv(genuine.certificate).value).value;
  return concatBytes(body.slice(0, 32), publicKey);
}

describe('a card face that the issuer signed', () => {
  it('gives out what is on it, and apart from it what nobody signed', async () => {
    const { expiry: _, securityCodePng, ...signed } = parts;
    expect(await verifyCardFace(genuine, roots)).toEqual({
      kind: 'genuine',
      face: { ...signed, unsigned: { expiry: '20310515', securityCodePng } },
    });
  });

  it('has the layout that clients of real cards read', () => {
    const objects = readTlvList(readTlv(genuine.data).value);
    const [offsets, ...rest] = objects;
    expect(objects.map(({ tag }) => tag.toString(16))).toEqual(
      'df21 df22 df23 df24 df25 df26 df27 df28 df29 df2a'.split(' '),
    );
    const table = offsets?.value as Uint8Array;
    rest.forEach((object, i) => {
      const offset = ((table[2 * i] as number) << 8) | (table[2 * i + 1] as number);
      expect(readTlv(genuine.data, offset)).toEqual(object);
    });
    expect(readTlv(genuine.certificate).value).toHaveLength(0x233);
    const [body, signature] = readTlvList(readTlv(genuine.certificate).value);
    expect([body?.tag, body?.value.length, signature?.tag, signature?.value.length]).toEqual([
      0x5f4e, 297, 0x5f37, 256,
    ]);
  });

  it('is the same for short and long contents, where lengths and offsets grow', async () => {
    for (const size of [0, 1, 127, 128, 255, 256, 20_000]) {
      const files = buildCardFace({ ...parts, portrait: random(size), namePng: random(size) }, keys);
      expect(await verifyCardFace(files, roots)).toMatchObject({ kind: 'genuine' });
    }
    expect(() => buildCardFace({ ...parts, portrait: new Uint8Array(70_000) }, keys)).toThrow(RangeError);
  });
});

describe('a card face that the issuer did not sign is refused before anything is given out', () => {
  it.each([
    ['birth date', CARD_FACE_TAG.birthDate, new TextEncoder().encode('19910516')],
    ['sex', CARD_FACE_TAG.sex, new TextEncoder().encode('1')],
    ['public key', CARD_FACE_TAG.publicKey, cardKeyOf(mallory.publicKey)],
    ['name', CARD_FACE_TAG.name, random(800)],
    ['address', CARD_FACE_TAG.address, random(10)],
    ['portrait', CARD_FACE_TAG.portrait, random(5000)],
    ['signature', CARD_FACE_TAG.signature, random(256)],
  ])('another %s', async (_, tag, value) => {
    expect(await reasonFor({ data: replacing(tag, value) })).toBe('bad-signature');
  });

  it('a portrait that another card was issued with', async () => {
    const other = buildCardFace({ ...parts, portrait: random(5000) }, keys);
    const portrait = readTlvList(readTlv(other.data).value).find(({ tag }) => tag === CARD_FACE_TAG.portrait);
    const data = replacing(CARD_FACE_TAG.portrait, portrait?.value as Uint8Array);
    expect(await reasonFor({ data })).toBe('bad-signature');
  });

  it('the border between two objects moved: the signature covers the bytes as they stand', async () => {
    const data = withObjects((objects) =>
      objects.map(([tag, value]) => {
        if (tag === CARD_FACE_TAG.name) return [tag, concatBytes(value, parts.addressPng.slice(0, 1))];
        if (tag === CARD_FACE_TAG.address) return [tag, value.slice(1)];
        return [tag, value];
      }),
    );
    expect(await reasonFor({ data })).toBe('bad-signature');
  });

  it('the whole signed by someone else, with his own certificate', async () => {
    const forged = buildCardFace(parts, { root: mallory.privateKey, signer: mallory.privateKey });
    expect(await reasonFor(forged)).toBe('bad-certificate-signature');
  });

  it('a genuine certificate over data that another signer signed', async () => {
    const { data } = buildCardFace(parts, { root: root.privateKey, signer: mallory.privateKey });
    expect(await reasonFor({ data })).toBe('bad-signature');
  });

  it('an issuer that is not configured, and no issuer at all', async () => {
    const other = { ...(roots[0] as (typeof roots)[0]), keyId: new Uint8Array(16) };
    expect(await reasonFor({}, [other])).toBe('untrusted-issuer');
    expect(await reasonFor({}, [])).toBe('untrusted-issuer');
  });

  it('a weak key under a genuine certificate: another exponent, another length, an even modulus', async () => {
    const { n = '' } = signer.publicKey.export({ format: 'jwk' });
    const modulus = Uint8Array.from(Buffer.from(n, 'base64url'));
    const e65537 = Uint8Array.of(1, 0, 1);
    const even = Uint8Array.from(modulus);
    even[255] = (even[255] as number) & 0xfe;
    for (const key of [
      encodeCardKey(Uint8Array.of(3), modulus),
      encodeCardKey(e65537, modulus.slice(0, 128)),
      encodeCardKey(e65537, even),
      encodeCardKey(Uint8Array.of(0, 1, 0, 1), modulus),
    ])
      expect(await reasonFor({ certificate: certificate({ body: bodyFor(key) }) })).toBe('weak-key');
  });

  it('a padding that is not exactly PKCS#1 v1.5', async () => {
    const [, ...objects] = readTlvList(readTlv(genuine.data).value);
    const signed = concatBytes(...objects.slice(0, 6).map(({ raw }) => raw));
    const prefix = Buffer.from('3031300d060960864801650304020105000420', 'hex');
    const digestInfo = concatBytes(prefix, createHash('sha256').update(signed).digest());
    const raw = (padding: number) => {
      const start = concatBytes(
        Uint8Array.of(0, 1),
        new Uint8Array(padding).fill(0xff),
        Uint8Array.of(0),
        digestInfo,
      );
      const block = concatBytes(start, new Uint8Array(256 - start.length).fill(0xaa));
      return privateEncrypt({ key: signer.privateKey, padding: constants.RSA_NO_PADDING }, block);
    };
    expect(await reasonFor({ data: replacing(CARD_FACE_TAG.signature, raw(202)) })).toBe('genuine');
    expect(await reasonFor({ data: replacing(CARD_FACE_TAG.signature, raw(8)) })).toBe('bad-signature');
  });

  it.each<[string, Partial<CardFaceFiles>]>([
    ['bytes behind the data', { data: concatBytes(genuine.data, Uint8Array.of(0)) }],
    ['bytes behind the certificate', { certificate: concatBytes(genuine.certificate, Uint8Array.of(0)) }],
    ['nothing', { data: new Uint8Array() }],
    ['no certificate', { certificate: new Uint8Array() }],
    ['the files swapped', { data: genuine.certificate, certificate: genuine.data }],
    [
      'an object missing',
      { data: withObjects((all) => all.filter(([tag]) => tag !== CARD_FACE_TAG.portrait)) },
    ],
    ['an object twice', { data: withObjects((all) => all.flatMap((o) => (o[0] === 0xdf27 ? [o, o] : [o]))) }],
    ['an object more', { data: withObjects((all) => [...all, [0xdf2b, new Uint8Array(1)]]) }],
    ['objects moved', { data: withObjects((all) => [...all].reverse()) }],
    ['a certificate without a key', { certificate: certificate({ body: bodyFor(new Uint8Array()) }) }],
    [
      'a certificate with more than a key',
      {
        certificate: certificate({
          body: bodyFor(concatBytes(cardKeyOf(signer.publicKey), Uint8Array.of(0x90, 0))),
        }),
      },
    ],
  ])('malformed: %s', async (_, files) => {
    expect(await reasonFor(files)).toBe('malformed');
  });

  it('a signed birth date that is none', async () => {
    expect(await reasonFor(buildCardFace({ ...parts, birthDate: '1991-02-30' }, keys))).toBe('malformed');
  });

  it('what nobody signed may change without a word, and therefore decides nothing', async () => {
    const data = replacing(CARD_FACE_TAG.expiry, new TextEncoder().encode('20991231'));
    expect(await verifyCardFace({ ...genuine, data }, roots)).toMatchObject({
      kind: 'genuine',
      face: { unsigned: { expiry: '20991231' } },
    });
  });

  it('changed and random bytes: never an exception, and genuine only with the signed bytes untouched', async () => {
    const signedParts = (data: Uint8Array) =>
      readTlvList(readTlv(data).value)
        .slice(1, 7)
        .map(({ raw }) => Buffer.from(raw).toString('hex'))
        .join();
    const expected = signedParts(genuine.data);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.uint8Array({ maxLength: 4 }),
        fc.nat(4),
        fc.boolean(),
        async (at, piece, cut, inData) => {
          const bytes = inData ? genuine.data : genuine.certificate;
          const from = at % bytes.length;
          const mangled = concatBytes(bytes.slice(0, from), piece, bytes.slice(from + cut));
          const files = inData ? { ...genuine, data: mangled } : { ...genuine, certificate: mangled };
          const result = await verifyCardFace(files, roots);
          if (result.kind === 'genuine') expect(signedParts(files.data)).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });
});
