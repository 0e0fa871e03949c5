import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formsOf, formsOfFourDigits, type Needle, standsAlone } from './forms.ts';
import { Search } from './search.ts';

const PIN = 'XQ7ZKW3VJ9';
const NAME = '鍵野 花子';
const DIGITS = '8305';

const needles = [
  ...formsOf('sign PIN', PIN),
  ...formsOf('name', NAME),
  ...formsOfFourDigits('auth PIN', DIGITS),
];
const search = new Search(needles);

/** Somebody's bytes with something in the middle. */
const around = (middle: string | Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from('\x00\x01log {"a":'), Buffer.from(middle as string), Buffer.from('}\xff\n')]);

describe('what is planted is found', () => {
  it.each(
    needles.map((needle) => [needle.of, needle.form, needle] as const),
  )('%s as %s', (of, form, needle) => {
    expect(search.in('a heap', around(needle.bytes))).toContain(`${of} (${form}) in a heap`);
  });

  it.each<[string, string | Uint8Array]>([
    ['in a line of a log', `{"msg":"verify ${PIN} failed"}`],
    ['in a UTF-16 file', Buffer.from(`pin=${PIN};`, 'utf16le')],
    ['in hexadecimal', Buffer.from(`pin=${PIN};`).toString('hex')],
    [
      'in a VERIFY command, in base64url',
      Buffer.from(`\x00\x20\x00\x80\x0a${PIN}`, 'latin1').toString('base64url'),
    ],
    ['in a name, in a URL', `https://x/?name=${encodeURIComponent(NAME)}`],
    ['in JSON with escapes', '{"name":"\\u9375\\u91ce \\u82b1\\u5b50"}'],
    ['four digits in a command', Buffer.from('\x00\x20\x00\x80\x048305', 'latin1')],
    [
      'four digits in a command, in base64',
      Buffer.from('..\x00\x20\x00\x80\x048305', 'latin1').toString('base64'),
    ],
    ['four digits in JSON', JSON.stringify({ pin: DIGITS })],
  ])('%s', (_, planted) => {
    expect(search.in('a heap', around(planted))).not.toEqual([]);
  });

  it('wherever it begins within base64’s groups of three', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (before, after) => {
        const text = Buffer.concat([before, Buffer.from(PIN), after]).toString('base64');
        expect(search.in('a body', Buffer.from(text)).join()).toContain('sign PIN (base64');
      }),
    );
  });

  it('across the border of two pieces', async () => {
    for (let cut = 0; cut <= PIN.length; cut++) {
      async function* pieces() {
        yield around(PIN.slice(0, cut)).subarray(0, 11 + cut);
        yield around(PIN.slice(cut)).subarray(11);
      }
      expect(await search.inPieces('memory', pieces()), `cut at ${cut}`).toEqual([
        'sign PIN (UTF-8) in memory',
      ]);
    }
  });

  it('four digits that stand alone in a text, and not those within a number', () => {
    expect(standsAlone(DIGITS, 'PIN 8305, again')).toBe(true);
    expect(standsAlone(DIGITS, 'pin=8305&')).toBe(true);
    for (const text of ['18305', '8305.2', 'a8305', '2026-11-24T02:41:8305', 'x/8305/y_'])
      expect(standsAlone(DIGITS, text), text).toBe(false);
  });
});

it('what is not there is not found', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const naive = needles.filter((needle: Needle) =>
        Buffer.from(bytes).includes(Buffer.from(needle.bytes)),
      );
      expect(search.in('noise', bytes)).toHaveLength(naive.length);
    }),
  );
});
