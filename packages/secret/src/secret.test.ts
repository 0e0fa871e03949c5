import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from './secret.ts';

describe('R30: a PIN shows itself nowhere', () => {
  const pin = Secret.ofAscii('7306');

  it('is redacted as text, JSON, inspection and in template strings', () => {
    const shown = [
      `${pin}`,
      String(pin),
      JSON.stringify({ pin }),
      inspect({ pin }, { showHidden: true, depth: 9 }),
    ];
    for (const text of shown) {
      expect(text).toContain('[secret]');
      expect(text).not.toContain('7306');
      expect(text).not.toContain('55, 51'); // the bytes of "73"
    }
    expect(Object.keys(pin)).toEqual([]);
  });

  it('lends its bytes only by name', () => {
    expect(pin.use((bytes) => [...bytes])).toEqual([0x37, 0x33, 0x30, 0x36]);
  });

  it('is gone after wipe, in the borrowed buffer too', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const secret = Secret.take(bytes);
    secret.wipe();
    secret.wipe();
    expect([...bytes]).toEqual([0, 0, 0]);
    expect(secret.wiped).toBe(true);
    expect(() => secret.use((b) => b)).toThrow('wiped');
    expect(() => secret.length).toThrow('wiped');
  });

  it('refuses characters that no card PIN has', () => {
    expect(() => Secret.ofAscii('１２３４')).toThrow(RangeError);
  });

  it('compares by content', () => {
    expect(Secret.ofAscii('1234').equals(Secret.ofAscii('1234'))).toBe(true);
    expect(Secret.ofAscii('1234').equals(Secret.ofAscii('1235'))).toBe(false);
    expect(Secret.ofAscii('1234').equals(Secret.ofAscii('12345'))).toBe(false);
  });
});
