import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldPin } from './fold-pin.ts';

const UNCHANGED = { toHalfWidth: false, toUpperCase: false };

function folded(kind: 'auth' | 'sign', typed: string): string {
  const result = foldPin(kind, typed);
  if (result.kind !== 'folded') throw new Error(`not folded: ${result.kind} at ${result.position}`);
  return result.pin.use((bytes) => String.fromCharCode(...bytes));
}

describe('R8: typed PINs are folded to what the card compares', () => {
  it('turns full-width digits and letters into half-width ones, and says so', () => {
    expect(folded('auth', '１２３４')).toBe('1234');
    expect(folded('sign', 'ＡＢＣ１２３')).toBe('ABC123');
    expect(foldPin('auth', '1２34')).toMatchObject({ changes: { toHalfWidth: true, toUpperCase: false } });
  });

  it('turns lower case into upper case, and says so', () => {
    expect(folded('sign', 'abc123z')).toBe('ABC123Z');
    expect(foldPin('sign', 'ABc123')).toMatchObject({ changes: { toHalfWidth: false, toUpperCase: true } });
    expect(foldPin('sign', 'ａｂｃ１２３')).toMatchObject({
      changes: { toHalfWidth: true, toUpperCase: true },
    });
    expect(folded('sign', 'ａｚ０９ＡＺ')).toBe('AZ09AZ');
  });

  it('leaves what is right as it is and says nothing', () => {
    expect(foldPin('sign', 'ABC123')).toMatchObject({ kind: 'folded', changes: UNCHANGED });
    expect(foldPin('auth', '0000')).toMatchObject({ kind: 'folded', changes: UNCHANGED });
  });

  it('names the place of a character that no PIN of this kind has', () => {
    expect(foldPin('auth', '12O4')).toEqual({ kind: 'unusable-character', position: 2 });
    expect(foldPin('sign', 'ABC 123')).toEqual({ kind: 'unusable-character', position: 3 });
    expect(foldPin('sign', 'パスワード')).toEqual({ kind: 'unusable-character', position: 0 });
    expect(foldPin('sign', 'A１٣')).toEqual({ kind: 'unusable-character', position: 2 });
  });

  it('takes exactly the 62 usable characters and their full-width forms', () => {
    const usable: string[] = [];
    for (let code = 0; code <= 0xffff; code++) {
      const character = String.fromCharCode(code);
      if (foldPin('sign', character).kind === 'folded') usable.push(character);
    }
    expect(usable.join('')).toBe(
      '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz' +
        '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ',
    );
  });

  it('agrees with Unicode compatibility folding wherever it folds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 8 }), (typed) => {
        const result = foldPin('sign', typed);
        if (result.kind === 'folded')
          expect(folded('sign', typed)).toBe(typed.normalize('NFKC').toUpperCase());
      }),
    );
  });

  it('never shows the PIN in its result', () => {
    expect(JSON.stringify(foldPin('sign', 'ABC123'))).not.toContain('ABC');
  });
});
