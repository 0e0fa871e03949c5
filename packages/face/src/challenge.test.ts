import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_CHALLENGES, drawChallenge, isTurn } from './challenge.ts';

const bytes = (values: readonly number[]) => {
  let at = 0;
  return (n: number) => Uint8Array.from({ length: n }, () => values[at++ % values.length] as number);
};

describe('the challenge', () => {
  it('looks straight first, then asks for two different actions with at least one turn', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(255), { minLength: 1 }), (values) => {
        fc.pre(values.some((v) => v < 250));
        const [first, ...actions] = drawChallenge(bytes(values)).steps;
        expect(first).toBe('look-straight');
        expect(new Set(actions).size).toBe(2);
        expect(actions).not.toContain('look-straight');
        expect(actions.some(isTurn)).toBe(true);
      }),
    );
  });

  it('is each of the ten equally likely', () => {
    expect(ALL_CHALLENGES).toHaveLength(10);
    const counts = new Map<string, number>();
    for (let byte = 0; byte < 250; byte++) {
      const key = drawChallenge(bytes([byte])).steps.join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual(Array(10).fill(25));
  });

  it('draws again rather than prefer some: bytes above the last multiple of ten are skipped', () => {
    expect(drawChallenge(bytes([255, 250, 3]))).toEqual(drawChallenge(bytes([3])));
  });

  it('refuses a random source that gives nothing', () => {
    expect(() => drawChallenge(() => new Uint8Array(0))).toThrow(RangeError);
  });
});
