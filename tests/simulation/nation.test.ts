import { describe, expect, it } from 'vitest';
import { ASSUMPTIONS } from '../../bench/src/simulation/assumptions.ts';
import { Chance } from '../../bench/src/simulation/chance.ts';
import { simulateDay } from '../../bench/src/simulation/nation.ts';
import { cutSlice } from '../../bench/src/simulation/slice.ts';
import { differences } from '../../bench/src/simulation/slice-report.ts';
import type { Step } from '../../bench/src/simulation/step.ts';

const MARCH = new Date('2026-03-13T00:00:00.000+09:00');
const AUGUST = new Date('2026-08-07T00:00:00.000+09:00');
const nation = { day: MARCH, seed: 1, scale: 0.02 };

describe('a simulated day', () => {
  const day = simulateDay(nation);

  it('is the same for the same seed, and another for another', () => {
    const again = simulateDay(nation);
    expect([...again.counts]).toEqual([...day.counts]);
    expect([...again.refusals]).toEqual([...day.refusals]);
    expect([...simulateDay({ ...nation, seed: 2 }).counts]).not.toEqual([...day.counts]);
  });

  it('completes nothing that was not authorised, and nothing outside of the hours (R24, R25)', () => {
    const lost = day.of('torn or lost after the authorisation');
    expect(day.of('completions')).toBeGreaterThan(500);
    // What was authorised in the last second is proven on the next day.
    expect(Math.abs(day.of('authorisations') - day.of('completions') - lost)).toBeLessThanOrEqual(2);
    const hours = day.hoursOf('authorisations');
    expect(hours.slice(0, 6)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(hours[12]).toBeGreaterThan(0);
  });

  it('restricts nobody before the fifth failure (R19)', () => {
    expect(day.of('face checks failed (R19)')).toBeGreaterThanOrEqual(5 * day.of('apps restricted (R19)'));
  });

  it('is busier when tax returns are due than in summer', () => {
    const summer = simulateDay({ ...nation, day: AUGUST });
    const [march = 0, august = 0] = [ASSUMPTIONS.byMonth[2], ASSUMPTIONS.byMonth[7]];
    const ratio = day.of('phone sessions') / summer.of('phone sessions');
    expect(ratio).toBeGreaterThan(0.7 * (march / august));
    expect(ratio).toBeLessThan(1.3 * (march / august));
  });
});

describe('a slice of the day', () => {
  const slice = cutSlice({ ...nation, scale: 0.01 }, 10);
  const steps = [...slice.people.values()].flat();

  it('holds the whole way of everybody who does something in it, from the phone on', () => {
    expect(slice.people.size).toBeGreaterThan(10);
    for (const way of slice.people.values()) {
      expect(way[0]?.kind).toBe('phone');
      expect(way.some(({ at }) => at >= slice.from && at < slice.to)).toBe(true);
    }
    expect(Math.max(...steps.map(({ at }) => at))).toBeLessThan(slice.to);
  });

  it('tells a difference that only a limit of time explains from one that nothing does', () => {
    const step = steps.find(({ said }) => said === 'authorised') as Step;
    const differing = ['authorised', 'challenge-expired', 'reservation-in-use'].map((said) => ({
      step,
      said,
      late: 900,
    }));
    expect(differences(differing).map(({ said, explained }) => [said, explained])).toEqual([
      ['challenge-expired', true],
      ['reservation-in-use', false],
    ]);
  });
});

it('chance has the means that it is asked for', () => {
  const chance = new Chance(7);
  const mean = (draw: () => number, times = 20_000) => {
    let sum = 0;
    for (let time = 0; time < times; time++) sum += draw();
    return sum / times;
  };
  expect(mean(() => chance.next())).toBeCloseTo(0.5, 1);
  expect(mean(() => chance.normal())).toBeCloseTo(0, 1);
  expect(Math.abs(mean(() => chance.exponential(10)) - 10)).toBeLessThan(0.5);
  expect(Math.abs(mean(() => chance.poisson(3)) - 3)).toBeLessThan(0.1);
  expect(Math.abs(mean(() => chance.poisson(200)) - 200)).toBeLessThan(1);
});
