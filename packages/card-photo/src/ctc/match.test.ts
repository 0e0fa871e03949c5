import { describe, expect, it } from 'vitest';
import { Random } from '../testing/random.ts';
import { readAs } from '../testing/read-as.ts';
import { Grammar } from './grammar.ts';
import { type LineSteps, lineSteps } from './line-steps.ts';
import { match } from './match.ts';
import { addTexts, numbers } from './numbers.ts';

function monthGrammar(): Grammar {
  const grammar = new Grammar();
  const months = addTexts(grammar, numbers(1, 12), [grammar.add('年', [])], (text) => `month ${text ?? '?'}`);
  grammar.add('月', months, { isLast: true, isEnd: true });
  return grammar;
}

const likeliest = (tags: ReadonlyMap<string, number> | undefined): string | undefined =>
  [...(tags ?? [])].sort((a, b) => b[1] - a[1])[0]?.[0];

describe('an expression is found anywhere in a line', () => {
  it('with where it begins and ends', () => {
    const seen = match(monthGrammar(), readAs('平成3年12月15日').steps);
    expect(likeliest(seen?.tags)).toBe('month 12');
    expect(seen?.evidence).toBeGreaterThan(0.9);
    expect(seen?.from).toBeCloseTo(3 / 9, 1);
    expect(seen?.to).toBeCloseTo(6 / 9, 1);
  });

  it('where a line does not hold it, next to nothing speaks for it', () => {
    expect(match(monthGrammar(), readAs('解錠市鍵町1番地').steps)?.evidence ?? 0).toBeLessThan(1e-6);
  });

  it('two equal digits are two only with a blank between them', () => {
    const run = (blankBetween: boolean): LineSteps => {
      const classes = ['', '年', '1', '月', ' '];
      const steps = ['年', '', '1', ...(blankBetween ? [''] : []), '1', '', '月'];
      const data = new Float32Array(steps.length * classes.length);
      steps.forEach((one, t) => {
        data[t * classes.length + classes.indexOf(one)] = 1;
      });
      return lineSteps(data, steps.length, classes.length, (one) =>
        classes.includes(one) ? classes.indexOf(one) : undefined,
      );
    };
    expect(likeliest(match(monthGrammar(), run(true))?.tags)).toBe('month 11');
    expect(likeliest(match(monthGrammar(), run(false))?.tags)).toBe('month 1');
  });

  it('a digit that is as likely as another comes out as half likely', () => {
    const { tags } = match(monthGrammar(), readAs(['年', { 3: 0.45, 8: 0.45 }, '月']).steps) ?? {};
    expect(tags?.get('month 3')).toBeCloseTo(tags?.get('month 8') ?? 0, 5);
    expect(tags?.get('month 3')).toBeGreaterThan(0.45);
  });

  it('a digit that is hardly likelier than a letter is not one to rely on', () => {
    const { tags } = match(monthGrammar(), readAs(['年', { 3: 0.1, 乃: 0.8 }, '月']).steps) ?? {};
    expect(tags?.get('month ?')).toBeGreaterThan(0.5);
  });

  it('what ends its line has no character behind it', () => {
    const grammar = new Grammar({ endsLine: true });
    grammar.add('7', [grammar.add('1', [])], { isEnd: true, isLast: true });
    expect(match(grammar, readAs('ド17').steps)?.evidence).toBeGreaterThan(0.9);
    expect(match(grammar, readAs('17番').steps)?.evidence ?? 0).toBeLessThan(1e-3);
  });
});

describe('every way counts with its likelihood', () => {
  /** Sums up all alignments one by one: a state is a node, and whether its character or the blank behind it stands there. */
  function bruteForce({ nodes }: Grammar, steps: LineSteps): number {
    const emission = (n: number, t: number): number => steps.of(nodes[n]?.symbols ?? '')?.[t] ?? 0;
    const from = (n: number, isBlank: boolean, t: number): number => {
      let sum = nodes[n]?.isEnd && !isBlank ? 1 : 0;
      if (t + 1 >= steps.count) return sum;
      if (!isBlank) sum += emission(n, t + 1) * from(n, false, t + 1);
      sum += (steps.blank[t + 1] as number) * from(n, true, t + 1);
      nodes.forEach(({ before, symbols, weight }, m) => {
        const mayFollow = before.includes(n) && (isBlank || symbols !== nodes[n]?.symbols);
        if (mayFollow) sum += weight * emission(m, t + 1) * from(m, false, t + 1);
      });
      return sum;
    };
    let total = 0;
    for (let t = 0; t < steps.count; t++)
      nodes.forEach(({ before, weight }, n) => {
        if (before.length === 0) total += weight * emission(n, t) * from(n, false, t);
      });
    return total;
  }

  it('as a count of all alignments, one by one, says', () => {
    const random = new Random(3);
    const grammar = new Grammar();
    const first = [
      grammar.add('a', [], { tag: 'first a' }),
      grammar.add('b', [], { tag: 'first b', weight: 0.4 }),
    ];
    grammar.add('a', first, { isEnd: true, isLast: true, tag: 'last a' });
    grammar.add('b', [first[1] as number], { isEnd: true, isLast: true, tag: 'last b' });
    for (let round = 0; round < 20; round++) {
      const data = Float32Array.from({ length: 6 * 4 }, () => random.between(0.05, 1));
      const steps = lineSteps(data, 6, 4, (one) => ({ a: 1, b: 2 })[one]);
      const seen = match(grammar, steps);
      expect(seen?.evidence).toBeCloseTo(bruteForce(grammar, steps), 6);
      for (const part of ['first', 'last'])
        expect((seen?.tags.get(`${part} a`) ?? 0) + (seen?.tags.get(`${part} b`) ?? 0)).toBeCloseTo(1, 6);
    }
  });
});
