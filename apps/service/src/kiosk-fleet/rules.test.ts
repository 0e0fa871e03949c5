import { describe, expect, it } from 'vitest';
import { CODE_BYTES, canonicalCode, clockOffset, codeOf, isCodeGood } from './rules.ts';

const NOON = new Date('2026-03-02T12:00:00+09:00');
const at = (milliseconds: number): Date => new Date(NOON.getTime() + milliseconds);

describe('an enrolment code', () => {
  it('has twelve characters that are not mistaken for one another, in groups', () => {
    const bytes = Uint8Array.from({ length: CODE_BYTES }, (_, index) => 31 - index);
    expect(codeOf(bytes)).toBe('ZYXW-VTSR-QPNM');
    expect(codeOf(new Uint8Array(CODE_BYTES).fill(255))).toMatch(
      /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/,
    );
  });

  it('is read as people write it from a note', () => {
    expect(canonicalCode('abcd-efgh-jk10')).toBe('ABCDEFGHJK10');
    expect(canonicalCode('ABCD EFGH JKlo')).toBe('ABCDEFGHJK10');
  });

  it('is good once, and until its end', () => {
    const code = { store: 's', expiresAt: NOON };
    expect(isCodeGood(code, at(-1))).toBe(true);
    expect(isCodeGood(code, NOON)).toBe(false);
    expect(isCodeGood({ ...code, usedAt: at(-5) }, at(-1))).toBe(false);
  });
});

describe('a kiosk’s clock', () => {
  it('is told as its distance from the service’s, whatever it says', () => {
    expect(clockOffset(at(31_000), NOON)).toBe(31_000);
    expect(clockOffset(at(-31_000), NOON)).toBe(-31_000);
    expect(clockOffset(new Date('1970-01-01T00:00:00Z'), NOON)).toBe(-2_147_483_647);
  });
});
