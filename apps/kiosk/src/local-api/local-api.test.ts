import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { decodeKey, encodeKey, ScreenEvent } from './index.ts';

describe('R30: a key of the PIN pad is no JSON', () => {
  it('comes back as it was sent, with the step that it was pressed in', () => {
    expect(decodeKey(encodeKey({ step: 0xfffffffe, key: 'Ｚ'.charCodeAt(0) }))).toEqual({
      step: 0xfffffffe,
      key: 0xff3a,
    });
  });

  it('has six bytes and no others', () => {
    expect(decodeKey(new Uint8Array(5))).toBeUndefined();
    expect(decodeKey(new Uint8Array(7))).toBeUndefined();
  });

  it('has no place in an event', () => {
    expect(Value.Check(ScreenEvent, { kind: 'confirm', step: 3 })).toBe(true);
    expect(Value.Check(ScreenEvent, { kind: 'confirm', step: 3, pin: '1234' })).toBe(false);
  });
});
