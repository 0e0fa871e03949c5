import { toHex } from '@kaijo/iso7816';
import { AsnConvert } from '@peculiar/asn1-schema';
import { RevokedCertificate } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeInteger, encodeOctets, encodeOid, encodeSequence, toTwosComplement } from '../der/encode.ts';
import { TAG } from '../der/tag.ts';
import { readTime } from '../der/time.ts';
import { readCrlEntry } from './crl-entry.ts';
import { EntryIndex } from './entry-index.ts';
import { PlainEntries } from './plain-entries.ts';

const text = (string: string) => new TextEncoder().encode(string);
const time = (tag: number, string: string) => Uint8Array.of(tag, string.length, ...text(string));
const twoDigits = (max: number) => fc.nat(max).map((n) => String(n).padStart(2, '0'));
/** Also of days and hours that there are not. */
const moments = fc
  .tuple(twoDigits(99), twoDigits(13), twoDigits(32), twoDigits(24), twoDigits(60), twoDigits(60))
  .map((parts) => `${parts.join('')}Z`);
const existing = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2049-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`);
const times = fc.oneof(
  { weight: 8, arbitrary: existing.map((string) => time(TAG.utcTime, string)) },
  existing.map((string) => time(TAG.generalizedTime, `20${string}`)),
);

const one = (oid: string, value: Uint8Array, critical = false) =>
  encodeSequence(
    encodeOid(oid),
    ...(critical ? [Uint8Array.of(TAG.boolean, 1, 0xff)] : []),
    encodeOctets(value),
  );
const reasons = fc.nat(10).map((code) => one('2.5.29.21', Uint8Array.of(TAG.enumerated, 1, code)));
const others = fc.uint8Array({ maxLength: 150 }).map((value) => one('2.5.29.24', value));
const extensions = fc.oneof(
  { weight: 5, arbitrary: reasons.map((reason) => [encodeSequence(reason)]) },
  fc.tuple(reasons, others).map((both) => [encodeSequence(...both)]),
  fc.constant([]),
);

/** Small ones, so that some stand twice, and such as card certificates have. */
const serials = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((n) => (n < 256 ? Uint8Array.of(n) : Uint8Array.of(1, n & 0xff))),
  fc.uint8Array({ minLength: 8, maxLength: 20 }).map((bytes) => bytes.with(0, bytes[0] || 1)),
);
const entries = fc
  .tuple(serials, times, extensions)
  .map(([serial, at, more]) => encodeSequence(encodeInteger(serial), at, ...more));

/** One object for each, by the library that the demo issuer's certificates come from. */
function plainReading(list: readonly Uint8Array[]): Map<string, { at: Date; code: number | undefined }> {
  return new Map(
    list.map((der) => {
      const { userCertificate, revocationDate, crlEntryExtensions } = AsnConvert.parse(
        der,
        RevokedCertificate,
      );
      const reason = crlEntryExtensions?.find(({ extnID }) => extnID === '2.5.29.21');
      const code = reason && new Uint8Array(reason.extnValue.buffer)[2];
      return [toHex(new Uint8Array(userCertificate)), { at: revocationDate.getTime(), code }];
    }),
  );
}

it('finds in a list what the plain reading finds, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(entries, { maxLength: 60 }), fc.array(serials), async (list, more) => {
      const index = await EntryIndex.of(Uint8Array.from(Buffer.concat(list)));
      const plain = plainReading(list);
      const listed = list.map((der) => readCrlEntry(der)?.serial as Uint8Array);
      for (const serial of [...listed, ...more]) {
        const found = index?.find(serial);
        const expected = plain.get(toHex(toTwosComplement(serial)));
        expect(found?.revocation.at).toEqual(expected?.at);
        expect(found?.isRemoval ?? false).toBe(expected?.code === 8);
      }
    }),
    { numRuns: 200 },
  );
});

it('one entry that is not understood, anywhere, and the list cannot be used', async () => {
  const critical = one('2.5.29.29', Uint8Array.of(0x30, 0), true);
  const serial = encodeInteger(Uint8Array.of(5));
  const at = time(TAG.utcTime, '260120010203Z');
  const broken = fc.oneof(
    fc.constantFrom(
      encodeSequence(serial, at, encodeSequence(critical)),
      encodeSequence(encodeInteger(Uint8Array.of(0)), at),
      encodeSequence(Uint8Array.of(TAG.integer, 1, 0x80), at),
      encodeSequence(Uint8Array.of(TAG.integer, 2, 0, 0x7f), at),
      encodeSequence(Uint8Array.of(TAG.integer, 0), at),
      encodeSequence(serial),
      encodeSequence(serial, at, at),
      encodeSequence(serial, at, encodeSequence(), encodeSequence()),
      at,
      Uint8Array.of(0x30),
      Uint8Array.of(0x30, 0x80),
      encodeSequence(serial, at).slice(0, -1),
    ),
    moments
      .filter((string) => readTime(TAG.utcTime, text(string)) === undefined)
      .map((string) => encodeSequence(serial, time(TAG.utcTime, string))),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(entries), broken, fc.array(entries), async (before, one, after) => {
      expect(await EntryIndex.of(Uint8Array.from(Buffer.concat([...before, one, ...after])))).toBe(undefined);
    }),
    { numRuns: 300 },
  );
});

it('an entry is taken for plain only when reading it says the same, also with the bytes of others learned', () => {
  const mangled = fc
    .tuple(entries, fc.nat(), fc.option(fc.integer({ min: 0, max: 255 })))
    .map(([der, at, byte]) => (byte === null ? der : der.with(at % der.length, byte)));
  fc.assert(
    fc.property(fc.array(mangled, { minLength: 1, maxLength: 30 }), (list) => {
      const bytes = Uint8Array.from(Buffer.concat(list));
      const plain = new PlainEntries(bytes);
      let at = 0;
      for (const der of list) {
        const isInOrder = readCrlEntry(der) !== undefined;
        const end = plain.endOf(at);
        // A changed length byte may make it reach into the next: it still has to be an entry.
        if (end !== undefined) expect(readCrlEntry(bytes.slice(at, end))).toBeDefined();
        else if (isInOrder) plain.learn(at);
        at += der.length;
      }
    }),
    { numRuns: 500 },
  );
});

it('serials that begin like others are others', async () => {
  const lengths = Array.from({ length: 100 }, (_, i) => i + 1);
  const years = lengths.map((length) => 2000 + (length % 50));
  const list = lengths.map((length, i) =>
    encodeSequence(
      encodeInteger(new Uint8Array(length).fill(1)),
      time(TAG.utcTime, `${String(years[i]).slice(2)}0120010203Z`),
    ),
  );
  const index = await EntryIndex.of(Uint8Array.from(Buffer.concat(list)));
  const found = lengths.map((length) => index?.find(new Uint8Array(length).fill(1)));
  expect(found.map((entry) => entry?.serial.length)).toEqual(lengths);
  expect(found.map((entry) => entry?.revocation.at.getUTCFullYear())).toEqual(years);
});

it('an empty list has nothing', async () => {
  expect((await EntryIndex.of(new Uint8Array()))?.find(Uint8Array.of(1))).toBe(undefined);
});
