import { type PersonalDataKind, SURVEY_TEXT_LIMIT } from '@kaijo/contract';

/**
 * R37: the free text must not keep personal data. What can be recognised by its shape is: numbers as long as the
 * individual number, telephone numbers, mail addresses, postcodes and addresses. Names have no shape; the form asks
 * not to write them. When in doubt something is masked.
 */

/** What stands in the place of what was masked; read by the office, so in Japanese. */
const MASKS: Readonly<Record<PersonalDataKind, string>> = {
  number: '［番号］',
  phone: '［電話番号］',
  email: '［メールアドレス］',
  postcode: '［郵便番号］',
  address: '［住所］',
};

export interface CheckedText {
  /** Kinds that were found, each once, in the order of the text. */
  readonly found: readonly PersonalDataKind[];
  readonly masked: string;
}

/** Many combining marks make one character: what a screen can bear is limited as well. */
const CODE_POINTS_PER_CHARACTER = 4;

const characters = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** Characters as people count them (UAX 29): a family of four in one emoji is one. A line break is one. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of characters.segment(text)) count += 1;
  return count;
}

/** Form fields arrive with CR LF (HTML, form submission). Blanks at both ends say nothing. */
export function tidyText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

export function isTooLong(text: string): boolean {
  return (
    [...text].length > CODE_POINTS_PER_CHARACTER * SURVEY_TEXT_LIMIT ||
    countCharacters(text) > SURVEY_TEXT_LIMIT
  );
}

export function maskPersonalData(text: string): CheckedText {
  const folded = fold(text);
  const finds = RECOGNISED.flatMap(([kind, pattern]) =>
    [...folded.text.matchAll(pattern)].map((match) => ({
      kind,
      start: folded.start[match.index] as number,
      end: folded.end[match.index + match[0].length - 1] as number,
    })),
  ).toSorted((a, b) => a.start - b.start || b.end - a.end);
  const masked: string[] = [];
  const found: PersonalDataKind[] = [];
  let at = 0;
  for (const { kind, start, end } of finds) {
    // Inside of what is masked already: it goes with it, also where it reaches further.
    if (start < at) {
      at = Math.max(at, end);
      continue;
    }
    masked.push(text.slice(at, start), MASKS[kind]);
    if (!found.includes(kind)) found.push(kind);
    at = end;
  }
  return { found, masked: masked.join('') + text.slice(at) };
}

/** What people put between the digits of a number. */
const GAP = String.raw`[ \-./·・,_()]{0,3}`;
const digits = (low: number, high: number | '' = ''): string =>
  String.raw`\d(?:${GAP}\d){${low - 1},${high === '' ? '' : high - 1}}`;
const ADDRESS_NUMBER = String.raw`\d{1,5}(?: ?(?:丁目|番地|番|号|条|-)[ のノ]?\d{0,5}){1,4}`;
/** 北三条 may go on with 東一丁目, a house with its room. */
const ADDRESS_TAIL = String.raw`(?:[\p{L}々 ]{0,12}?\d{1,5}(?:丁目|番地|番|号室|号|条))*`;

/** On folded text. An earlier kind wins where two begin at the same place and reach equally far. */
const RECOGNISED: readonly (readonly [PersonalDataKind, RegExp])[] = [
  ['email', /[\p{L}\p{N}._%+-]{1,64} ?@ ?[\p{L}\p{N}-]{1,63}(?: ?\. ?[\p{L}\p{N}-]{1,63}){1,8}/gu],
  // Twelve digits are an individual number; longer ones are cards, accounts and the like.
  ['number', new RegExp(String.raw`(?<!\d)${digits(12)}(?!\d)`, 'gu')],
  // A national number begins with 0 (10 or 11 digits), an international one with +.
  [
    'phone',
    new RegExp(String.raw`(?<!\d)0${GAP}${digits(9, 10)}(?!\d)|\+${GAP}${digits(9, 15)}(?!\d)`, 'gu'),
  ],
  ['postcode', /〒 ?\d{3} ?-? ?\d{4}(?!\d)|(?<![\d-])\d{3}-\d{4}(?![\d-])/gu],
  [
    'address',
    new RegExp(
      String.raw`[\p{L}々]{1,30}[都道府県市区町村郡丁][\p{L}々 ]{0,20}?${ADDRESS_NUMBER}${ADDRESS_TAIL}`,
      'gu',
    ),
  ],
  ['address', /[\p{L}々]{2,4}[都道府県] ?[\p{L}々]{1,10}[市区町村郡] ?[\p{L}々]{1,15}?\d+/gu],
];

interface Folded {
  readonly text: string;
  /** For each code unit of `text`: where in the original it comes from. */
  readonly start: readonly number[];
  readonly end: readonly number[];
}

const KANJI_DIGITS = '〇一二三四五六七八九';

/**
 * One spelling for digits and signs: full width, circled and those of other scripts, kanji digits, all kinds of hyphens
 * and blanks; what nobody sees (zero-width characters, direction marks) is left out.
 */
function fold(text: string): Folded {
  let folded = '';
  const start: number[] = [];
  const end: number[] = [];
  let at = 0;
  for (const character of text) {
    const next = at + character.length;
    for (const unit of foldCharacter(character)) {
      folded += unit;
      for (let i = 0; i < unit.length; i++) {
        start.push(at);
        end.push(next);
      }
    }
    at = next;
  }
  return { text: folded, start, end };
}

function foldCharacter(character: string): string {
  if (/\p{Cf}|\p{M}/u.test(character)) return '';
  if (/[\p{Pd}−ー〜~]/u.test(character)) return '-';
  if (/\s/u.test(character)) return ' ';
  const kanji = KANJI_DIGITS.indexOf(character);
  if (kanji >= 0) return String(kanji);
  const plain = character.normalize('NFKC');
  return /^\p{Nd}$/u.test(plain) ? String(digitValue(plain)) : plain;
}

/** The decimal digits of a script stand in a row of ten, zero first (Unicode, 4.6). */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return value;
}
