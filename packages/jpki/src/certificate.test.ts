import { concatBytes, encodeTlv, toHex } from '@kaijo/iso7816';
import { GeneralName, id_ce_subjectAltName, OtherName } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCertificate } from './certificate.ts';
import { subjectAltName } from './demo-issuer/extensions.ts';
import { HOLDER_OTHER_NAME } from './profile/oids.ts';
import { forge, HOLDER, SERIAL, testAuthority } from './test-support/forge.ts';
import { keyPair } from './test-support/keys.ts';

type OtherNames = Partial<Record<keyof typeof HOLDER_OTHER_NAME, string | Uint8Array>>;

const whole: OtherNames = {
  name: HOLDER.name,
  birthDate: '419910515',
  sex: '2',
  address: HOLDER.address,
};

const utf8String = (text: string) => encodeTlv(0x0c, new TextEncoder().encode(text));

function otherName(field: string, value: string | Uint8Array): GeneralName {
  const typeId = HOLDER_OTHER_NAME[field as keyof typeof HOLDER_OTHER_NAME];
  const der = typeof value === 'string' ? utf8String(value) : value;
  return new GeneralName({ otherName: new OtherName({ typeId, value: Uint8Array.from(der).buffer }) });
}

/** A sign certificate that names its holder with exactly these. */
function namedBy(names: OtherNames, ...more: readonly GeneralName[]): Uint8Array {
  const all = Object.entries(names).map(([field, value]) => otherName(field, value));
  return forge({
    kind: 'sign',
    extensions: (extensions) =>
      extensions.map((item) =>
        item.extnID === id_ce_subjectAltName ? subjectAltName(...all, ...more) : item,
      ),
  });
}

describe('a certificate of a card, as typed values', () => {
  it('says what stands in it, and carries the bytes', () => {
    const der = forge({ kind: 'auth' });
    const certificate = parseCertificate(der);
    expect(certificate).toMatchObject({
      kind: 'auth',
      policy: '1.2.392.200149.8.5.1.0.30',
      serial: SERIAL,
      issuerKeyId: testAuthority('auth').anchor.keyId,
      spki: keyPair('auth card').spki,
      notBefore: new Date('2025-05-15T00:00:00Z'),
      notAfter: new Date('2030-05-15T14:59:59Z'),
      holder: undefined,
    });
    expect(toHex(certificate?.raw ?? new Uint8Array())).toBe(toHex(der));
  });

  it('names the holder of the sign certificate, and only of that (R38)', () => {
    expect(parseCertificate(forge({ kind: 'sign' }))).toMatchObject({
      kind: 'sign',
      policy: '1.2.392.200149.8.5.1.0.20',
      holder: {
        name: '解錠　花子',
        nameSubstitutes: '00000',
        sex: 2,
        birthDate: { era: 4, date: '1991-05-15' },
        address: '東京都架空区錠前一丁目２番３号',
      },
    });
    expect(parseCertificate(forge({ kind: 'auth' }))?.holder).toBeUndefined();
  });

  it('gives serials unsigned and without leading zeros', () => {
    const certificate = parseCertificate(forge({ serial: Uint8Array.of(0x00, 0xff, 0x01) }));
    expect(certificate?.serial).toEqual(Uint8Array.of(0xff, 0x01));
  });

  it.each([
    ['2 Taisho', '219200101', { era: 2, date: '1920-01-01' }],
    ['5 Reiwa, the day of the change', '520190501', { era: 5, date: '2019-05-01' }],
    ['0 no era, as for foreign residents', '019900704', { era: 0, date: '1990-07-04' }],
    ['a leap day', '420000229', { era: 4, date: '2000-02-29' }],
    ['an unknown day', '319550700', undefined],
    ['nothing known', '000000000', undefined],
  ])('birth date: %s', (_, text, birthDate) => {
    expect(parseCertificate(namedBy({ ...whole, birthDate: text }))?.holder?.birthDate).toEqual(birthDate);
  });

  it.each([
    ['an era that is none', namedBy({ ...whole, birthDate: '619910515' })],
    ['a birth date of another length', namedBy({ ...whole, birthDate: '4910515' })],
    ['a sex that is none', namedBy({ ...whole, sex: '4' })],
    ['no name', namedBy({ birthDate: '419910515', sex: '2', address: HOLDER.address })],
    ['no address', namedBy({ name: HOLDER.name, birthDate: '419910515', sex: '2' })],
    ['an address of 201 characters', namedBy({ ...whole, address: '𠮷'.repeat(201) })],
    ['two names', namedBy(whole, otherName('name', '他人'))],
    ['a name in another string type', namedBy({ ...whole, name: Uint8Array.of(0x13, 1, 0x41) })],
    ['a name that is not UTF-8', namedBy({ ...whole, name: Uint8Array.of(0x0c, 2, 0xc3, 0x28) })],
  ])('is no certificate of a card: %s', (_, der) => {
    expect(parseCertificate(der)).toBeUndefined();
  });

  it('takes an address of 200 characters, also where each is two UTF-16 units', () => {
    const address = '𠮷'.repeat(200);
    expect(parseCertificate(namedBy({ ...whole, address }))?.holder?.address).toBe(address);
  });

  it('is of no kind without one of the known policies', () => {
    const certificate = parseCertificate(forge({ extensions: (all) => all.filter((e) => !e.critical) }));
    expect(certificate?.kind).toBeUndefined();
  });

  it('trailing bytes, and any other bytes, are no certificate; nothing is thrown', () => {
    const der = forge();
    expect(parseCertificate(concatBytes(der, Uint8Array.of(0)))).toBeUndefined();
    expect(parseCertificate(new Uint8Array(100_000).fill(0x30))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => parseCertificate(bytes) === undefined),
    );
  });
});
