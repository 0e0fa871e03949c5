import { describe, expect, it } from 'vitest';
import { distanceBetween, readPlace } from './distance.ts';

describe('distances as the crow flies', () => {
  // Geodesics on WGS 84 after Vincenty; a sphere is within 0.5 % of them.
  it.each([
    ['35.681236,139.767125', '34.702485,135.495951', 403_827],
    ['43.068661,141.350755', '26.212401,127.680932', 2_244_440],
    ['35.681236,139.767125', '35.690921,139.700258', 6_147],
  ])('%s to %s is about %i m', (from, to, metres) => {
    const [a, b] = [readPlace(from), readPlace(to)];
    if (a === undefined || b === undefined) throw new Error('not a place');
    expect(Math.abs(distanceBetween(a, b) / metres - 1)).toBeLessThan(0.006);
    expect(distanceBetween(a, b)).toBe(distanceBetween(b, a));
    expect(distanceBetween(a, a)).toBe(0);
  });

  it('reads places on the globe only', () => {
    expect(readPlace('-33.9,18.4')).toEqual({ latitude: -33.9, longitude: 18.4 });
    for (const nowhere of ['91,0', '0,181', '-90.1,0', '1', 'a,b'])
      expect(readPlace(nowhere)).toBeUndefined();
  });
});
