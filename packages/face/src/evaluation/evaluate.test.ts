import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilson } from './confidence.ts';
import { detCurveSvg } from './det-curve.ts';
import { evaluateScores, rateAt, type ScoredPair } from './evaluate.ts';
import { parsePairs } from './pairs.ts';

const pairs = (genuine: readonly number[], impostor: readonly number[]): ScoredPair[] => [
  ...genuine.map((score) => ({ genuine: true, score })),
  ...impostor.map((score) => ({ genuine: false, score })),
];

describe('an evaluation', () => {
  it('finds the lowest threshold that keeps the wanted false match rate', () => {
    const impostor = Array.from({ length: 100 }, (_, i) => i / 100);
    const { atFmr } = evaluateScores(pairs([0.5, 0.95, 0.97, 0.999], impostor), [0.01, 0.05]);
    expect(atFmr[0]?.point).toMatchObject({ threshold: 0.99, fmr: 0.01, fnmr: 0.75 });
    expect(atFmr[1]?.point).toMatchObject({ threshold: 0.95, fmr: 0.05, fnmr: 0.25 });
  });

  it('claims nothing that its impostor pairs are too few to show', () => {
    const { atFmr } = evaluateScores(pairs([1], [0, 0.1, 0.2]), [0.5, 0.01]);
    expect(atFmr.map(({ point }) => point !== undefined)).toEqual([true, false]);
  });

  it('has no error when the scores do not overlap, and an equal error rate of half when they are the same', () => {
    expect(evaluateScores(pairs([0.8, 0.9], [0.1, 0.2])).eer.rate).toBe(0);
    expect(evaluateScores(pairs([0.1, 0.2], [0.1, 0.2])).eer.rate).toBeCloseTo(0.5);
  });

  it('needs both kinds of pairs, and numbers', () => {
    expect(() => evaluateScores(pairs([1], []))).toThrow(RangeError);
    expect(() => evaluateScores(pairs([1], [Number.NaN]))).toThrow(RangeError);
  });

  it('agrees with plain counting at every threshold, and never has fewer misses at a higher one', () => {
    const scores = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(scores, scores, (genuine, impostor) => {
        const all = pairs(genuine, impostor);
        const { curve } = evaluateScores(all);
        for (const [i, { threshold, fmr, fnmr }] of curve.entries()) {
          expect(fmr).toBe(impostor.filter((s) => s >= threshold).length / impostor.length);
          expect(fnmr).toBe(genuine.filter((s) => s < threshold).length / genuine.length);
          expect(rateAt(all, threshold)).toMatchObject({ fmr, fnmr });
          const before = curve[i - 1];
          if (before) expect(fmr <= before.fmr && fnmr >= before.fnmr).toBe(true);
        }
        expect(curve.at(-1)).toMatchObject({ fmr: 0, fnmr: 1 });
      }),
    );
  });
});

describe('Wilson’s interval', () => {
  it('is the textbook’s', () => {
    expect(wilson(1, 10).low).toBeCloseTo(0.0179, 4);
    expect(wilson(1, 10).high).toBeCloseTo(0.4042, 4);
    expect(wilson(0, 28)).toEqual({ low: 0, high: expect.closeTo(0.1206, 4) });
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });
});

describe('the DET curve', () => {
  it('is well-formed and carries its title as text', () => {
    const svg = detCurveSvg(evaluateScores(pairs([0.5, 0.9], [0.1, 0.6])), '<b>&');
    expect(svg).toContain('<polyline points="');
    expect(svg).not.toContain('<b>');
    expect(svg).not.toContain('NaN');
  });
});

describe('a list of pairs', () => {
  it('is read with a heading, several selfies and blank lines', () => {
    expect(parsePairs('chip,selfies,truth\r\na.jp2, b.jpg;c.jpg ,genuine\n\nd.jp2,b.jpg,impostor\n')).toEqual(
      {
        kind: 'pairs',
        pairs: [
          { chip: 'a.jp2', selfies: ['b.jpg', 'c.jpg'], genuine: true },
          { chip: 'd.jp2', selfies: ['b.jpg'], genuine: false },
        ],
      },
    );
  });

  it.each(['', 'a,b', 'a,b,yes', 'a,,genuine', 'a,b,genuine,x'])('refuses %j and names the line', (line) => {
    expect(parsePairs(`a,b,genuine\n${line}`).kind).toBe(line === '' ? 'pairs' : 'invalid');
    if (line !== '') expect(parsePairs(`a,b,genuine\n${line}`)).toMatchObject({ line: 2 });
  });
});
