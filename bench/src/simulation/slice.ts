import { type Nation, simulateDay } from './nation.ts';
import type { Step } from './step.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Some minutes of the day, with the whole way of everybody who does something in them, up to their end. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  /** By card, each in the order of time. */
  readonly people: ReadonlyMap<string, readonly Step[]>;
}

/** @param from minute of the day; absent: so that the slice holds the most completions */
export function cutSlice(nation: Nation, minutes: number, from?: number): Slice {
  const steps: Step[] = [];
  simulateDay(nation, (step) => steps.push(step));
  const start = nation.day.getTime() + (from ?? busiestMinute(nation, steps, minutes)) * MINUTE;
  const end = start + minutes * MINUTE;
  const present = new Set(steps.filter(({ at }) => at >= start && at < end).map(({ card }) => card));
  const people = new Map<string, Step[]>();
  for (const step of steps)
    if (present.has(step.card) && step.at < end)
      people.set(step.card, [...(people.get(step.card) ?? []), step]);
  return { from: start, to: end, people };
}

function busiestMinute(nation: Nation, steps: readonly Step[], minutes: number): number {
  const completions = new Uint32Array(DAY / MINUTE + 1);
  for (const { at, said } of steps) {
    const minute = Math.floor((at - nation.day.getTime()) / MINUTE);
    if (said === 'completed' && minute >= 0) completions[minute] = (completions[minute] ?? 0) + 1;
  }
  const within = (first: number) => completions.slice(first, first + minutes).reduce((sum, n) => sum + n, 0);
  const starts = Array.from({ length: DAY / MINUTE - minutes }, (_, minute) => minute);
  return starts.reduce((best, minute) => (within(minute) > within(best) ? minute : best), 0);
}
