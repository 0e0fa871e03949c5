import type { TargetPin } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CardInHand } from '../support/card-in-hand.ts';
import { IMPATIENT, reserveByPhone } from '../support/story.ts';
import { type Bench, benchWithinProcess } from './support/bench.ts';
import { aroundEach, everyCase, resetWithFaults } from './support/reset-with-faults.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await benchWithinProcess();
});
afterAll(() => bench?.close());

const targets: readonly TargetPin[] = ['auth', 'sign'];

describe.each(targets)('R33: the card is taken away while the %s PIN is reset', (target) => {
  it('at the kiosk, before and after every command: one of three states, and the same reservation finishes the job', async () => {
    const { commands } = await resetWithFaults(bench, target, { patience: IMPATIENT });
    const reports = await everyCase(aroundEach(commands, 'command'), (tear) =>
      resetWithFaults(bench, target, { tear, patience: IMPATIENT }),
    );
    expect(reports).toHaveLength(2 * commands);
    for (const { ends } of reports) expect(ends).toEqual(['card-gone', 'completed']);
    expect(new Set(reports.map(({ states }) => states[0]))).toEqual(
      new Set(['unchanged', 'initialised', 'set']),
    );
  });

  it('at the phone, before and after every command: nothing is changed on the card and no try is lost', async () => {
    const { phone, terms, takeFrames, service } = bench;
    const card = await CardInHand.of(bench.locked[target]);
    const tap = () =>
      reserveByPhone({ phone, card, target, terms, takeFrames, patience: IMPATIENT, now: service.now() });
    expect((await tap()).kind).toBe('reserved');
    const { commands } = card.tear;
    const { pins } = await card.memory();
    for (const point of aroundEach(commands, 'command')) {
      card.tear.arm(point);
      expect((await tap()).kind, JSON.stringify(point)).toBe('card-gone');
      expect((await card.memory()).pins, JSON.stringify(point)).toEqual(pins);
    }
    expect((await tap()).kind).toBe('reserved');
  });
});
