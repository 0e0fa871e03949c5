import { readTlv } from '@kaijo/iso7816';
import type { GeneralName } from '@peculiar/asn1-x509';
import { isDer } from '../der/strict-der.ts';
import { isCalendarDate } from './calendar-date.ts';
import { HOLDER_OTHER_NAME } from './oids.ts';

/** Sex as the certificate codes it: 1 male, 2 female, 3 neither given. */
export type SexCode = 1 | 2 | 3;

/** First digit of the birth date: 1 Meiji, 2 Taisho, 3 Showa, 4 Heisei, 5 Reiwa; 0 unknown (or none used). */
export type Era = 0 | 1 | 2 | 3 | 4 | 5;

/** `date` is a western calendar date, `YYYY-MM-DD`; the era only says how the card prints its year. */
export interface BirthDate {
  readonly era: Era;
  readonly date: string;
}

/** What the signature certificate says of its holder (card.md, "Certificates"). Never stored, never logged (R38). */
export interface CertificateHolder {
  readonly name: string;
  /** One digit per character of the name: whether another character stands in for one that has no code. */
  readonly nameSubstitutes: string | undefined;
  readonly sex: SexCode;
  /** `undefined` where day or month is not known. */
  readonly birthDate: BirthDate | undefined;
  readonly address: string;
  readonly addressSubstitutes: string | undefined;
}

/**
 * The holder from the otherNames of a subject alternative name.
 * @returns `undefined` where there is none of JPKI's names (the auth certificate), `'malformed'` where one is
 * missing, given twice or not of its shape
 */
export function readHolder(names: readonly GeneralName[]): CertificateHolder | 'malformed' | undefined {
  const values = new Map<string, string>();
  for (const { otherName } of names) {
    if (otherName === undefined || !HOLDER_TYPES.has(otherName.typeId)) continue;
    const text = readUtf8String(new Uint8Array(otherName.value));
    if (text === undefined || values.has(otherName.typeId)) return 'malformed';
    values.set(otherName.typeId, text);
  }
  if (values.size === 0) return undefined;

  const name = values.get(HOLDER_OTHER_NAME.name);
  const sex = SEX_CODES.get(values.get(HOLDER_OTHER_NAME.sex) ?? '');
  const birthDate = readBirthDate(values.get(HOLDER_OTHER_NAME.birthDate) ?? '');
  const address = values.get(HOLDER_OTHER_NAME.address);
  if (name === undefined || sex === undefined || birthDate === 'malformed' || address === undefined)
    return 'malformed';
  if ([...address].length > ADDRESS_CHARACTERS_MAX) return 'malformed';
  return {
    name,
    nameSubstitutes: values.get(HOLDER_OTHER_NAME.nameSubstitutes),
    sex,
    birthDate,
    address,
    addressSubstitutes: values.get(HOLDER_OTHER_NAME.addressSubstitutes),
  };
}

export const ADDRESS_CHARACTERS_MAX = 200;

const HOLDER_TYPES: ReadonlySet<string> = new Set(Object.values(HOLDER_OTHER_NAME));
const SEX_CODES: ReadonlyMap<string, SexCode> = new Map([
  ['1', 1],
  ['2', 2],
  ['3', 3],
]);
const TAG_UTF8_STRING = 0x0c;

function readUtf8String(der: Uint8Array): string | undefined {
  if (!isDer(der)) return undefined;
  const { tag, value } = readTlv(der);
  return tag === TAG_UTF8_STRING ? new TextDecoder().decode(value) : undefined;
}

/** `EYYYYMMDD`. A day that is not known is written with zeros: that is no mistake of the certificate. */
function readBirthDate(text: string): BirthDate | 'malformed' | undefined {
  const match = /^([0-5])(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (match === null) return 'malformed';
  const [, era, year, month, day] = match as unknown as [string, string, string, string, string];
  const date = `${year}-${month}-${day}`;
  return isCalendarDate(date) ? { era: Number(era) as Era, date } : undefined;
}
