import { childrenOf, type DerValue, innerOf, membersOf, one, readDer, readOid } from '../der/der-value.ts';
import { contextConstructed, TAG } from '../der/tag.ts';
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
 * The holder from the otherNames of a subject alternative name (RFC 5280, 4.2.1.6).
 * @param subjectAltName value of the extension, where there is one
 * @returns `undefined` where there is none of JPKI's names (the auth certificate), `'malformed'` where one is
 * missing, given twice or not of its shape
 */
export function readHolder(
  subjectAltName: Uint8Array | undefined,
): CertificateHolder | 'malformed' | undefined {
  if (subjectAltName === undefined) return undefined;
  const names = readDer(subjectAltName, TAG.sequence);
  if (names === undefined) return 'malformed';
  const values = new Map<string, string>();
  for (const name of childrenOf(names)) {
    if (name.tag !== OTHER_NAME) continue;
    const otherName = readOtherName(name);
    if (otherName === undefined) return 'malformed';
    if (!HOLDER_TYPES.has(otherName.type)) continue;
    if (otherName.text === undefined || values.has(otherName.type)) return 'malformed';
    values.set(otherName.type, otherName.text);
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
const OTHER_NAME = contextConstructed(0);

/** `text` is `undefined` where the value is no UTF8String. */
function readOtherName(name: DerValue): { type: string; text: string | undefined } | undefined {
  const [typeId, value] = membersOf(name, one(TAG.objectIdentifier), one(contextConstructed(0))) ?? [];
  const type = readOid(typeId);
  const text = innerOf(value, TAG.utf8String);
  return type === undefined ? undefined : { type, text: text && new TextDecoder().decode(text.content) };
}

/** `EYYYYMMDD`. A day that is not known is written with zeros: that is no mistake of the certificate. */
function readBirthDate(text: string): BirthDate | 'malformed' | undefined {
  const match = /^([0-5])(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (match === null) return 'malformed';
  const [, era, year, month, day] = match as unknown as [string, string, string, string, string];
  const date = `${year}-${month}-${day}`;
  return isCalendarDate(date) ? { era: Number(era) as Era, date } : undefined;
}
