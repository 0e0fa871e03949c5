/** Something that must not be found, and one of the ways in which its bytes would lie about. */
export interface Needle {
  readonly of: string;
  readonly form: string;
  readonly bytes: Uint8Array;
}

const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const utf16be = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'utf16le').swap16());

/**
 * The forms of a text that is long enough to occur nowhere by chance: as it stands (UTF-8), UTF-16 in both byte orders,
 * hexadecimal, base64 in both alphabets wherever it begins within its group of three, percent-encoded, and with JSON's
 * escapes.
 */
export function formsOf(of: string, text: string): readonly Needle[] {
  const utf8 = Uint8Array.from(Buffer.from(text, 'utf8'));
  const escaped = [...text].map((c) => (c > '~' ? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}` : c));
  return distinct([
    { of, form: 'UTF-8', bytes: utf8 },
    { of, form: 'UTF-16LE', bytes: Uint8Array.from(Buffer.from(text, 'utf16le')) },
    { of, form: 'UTF-16BE', bytes: utf16be(text) },
    { of, form: 'percent-encoded', bytes: ascii(encodeURIComponent(text)) },
    { of, form: 'JSON escapes', bytes: ascii(escaped.join('')) },
    ...formsOfBytes(of, utf8),
  ]);
}

/** Hexadecimal and base64 of bytes that are a needle by themselves. */
export function formsOfBytes(of: string, bytes: Uint8Array): readonly Needle[] {
  const hex = Buffer.from(bytes).toString('hex');
  return [
    { of, form: 'hexadecimal', bytes: ascii(hex) },
    { of, form: 'HEXADECIMAL', bytes: ascii(hex.toUpperCase()) },
    ...[0, 1, 2].flatMap((offset) => base64From(of, bytes, offset)),
  ];
}

/** The characters of base64 that depend on nothing but `bytes` when these begin `offset` bytes into a group of three. */
function base64From(of: string, bytes: Uint8Array, offset: number): readonly Needle[] {
  const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
  const characters = padded.toString('base64').replace(/=+$/, '');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((padded.length * 8) / 6);
  const standard = characters.slice(first, last);
  const url = standard.replaceAll('+', '-').replaceAll('/', '_');
  const form = `base64 at ${offset}`;
  return standard === url
    ? [{ of, form, bytes: ascii(standard) }]
    : [
        { of, form, bytes: ascii(standard) },
        { of, form: `${form}, URL`, bytes: ascii(url) },
      ];
}

/**
 * The forms of four digits, which by themselves occur by chance in any large heap of bytes: in the commands that carry
 * them to a card, as a string of JSON, as values of V8 and PostgreSQL with the length before them, and encoded.
 */
export function formsOfFourDigits(of: string, digits: string): readonly Needle[] {
  if (!/^[0-9]{4}$/.test(digits)) throw new RangeError('four digits');
  const bytes = ascii(digits);
  const verify = Uint8Array.of(0x00, 0x20, 0x00, 0x80, 0x04, ...bytes);
  const change = Uint8Array.of(0x00, 0x24, 0x01, 0x80, 0x04, ...bytes);
  return distinct([
    { of, form: 'VERIFY', bytes: verify },
    { of, form: 'CHANGE REFERENCE DATA', bytes: change },
    ...formsOfBytes(`${of} in VERIFY`, verify),
    ...formsOfBytes(`${of} in CHANGE REFERENCE DATA`, change),
    { of, form: 'a string of JSON', bytes: ascii(`"${digits}"`) },
    { of, form: 'a string of JSON within a string', bytes: ascii(`\\"${digits}\\"`) },
    { of, form: 'a string of V8', bytes: Uint8Array.of(4, 0, 0, 0, ...bytes) },
    { of, form: 'a short value of PostgreSQL', bytes: Uint8Array.of(0x0b, ...bytes) },
    { of, form: 'UTF-16LE', bytes: Uint8Array.from(Buffer.from(digits, 'utf16le')) },
    { of, form: 'UTF-16BE', bytes: utf16be(digits) },
    { of, form: 'hexadecimal', bytes: ascii(Buffer.from(bytes).toString('hex')) },
    { of, form: 'base64', bytes: ascii(Buffer.from(bytes).toString('base64').replace(/=+$/, '')) },
  ]);
}

/** Four digits that stand alone in a text: what a person would read as a PIN. */
export function standsAlone(digits: string, text: string): boolean {
  return new RegExp(`(?<![0-9A-Za-z+/_.:-])${digits}(?![0-9A-Za-z+/_.:-])`).test(text);
}

/** One needle for the same bytes, under the first of their names. */
function distinct(needles: readonly Needle[]): readonly Needle[] {
  const byBytes = new Map<string, Needle>();
  for (const needle of needles) {
    const key = Buffer.from(needle.bytes).toString('latin1');
    if (!byBytes.has(key)) byBytes.set(key, needle);
  }
  return [...byBytes.values()];
}
