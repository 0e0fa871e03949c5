import type { TargetPin } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMPATIENT, PATIENT } from '../support/story.ts';
import { type Bench, benchWithinProcess } from './support/bench.ts';
import { reserveWithFault } from './support/reserve-with-fault.ts';
import { aroundEach, everyCase, resetWithFaults } from './support/reset-with-faults.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await benchWithinProcess();
});
afterAll(() => bench?.close());

const targets: readonly TargetPin[] = ['auth', 'sign'];
const nothing = async (): Promise<void> => {};

describe.each(targets)('R33: a message is lost while the %s PIN is reset', (target) => {
  it('any at the kiosk, request or answer: it asks again under the same key, and the first attempt completes', async () => {
    const { messages } = await resetWithFaults(bench, target, { patience: PATIENT });
    const reports = await everyCase(aroundEach(messages, 'message'), (message) =>
      resetWithFaults(bench, target, { message: { ...message, strike: nothing }, patience: PATIENT }),
    );
    expect(reports).toHaveLength(2 * messages);
    for (const { ends } of reports) expect(ends).toEqual(['completed']);
  });

  it('any at the kiosk, which does not ask again: the same reservation finishes the job', async () => {
    const { messages } = await resetWithFaults(bench, target, { patience: IMPATIENT });
    const reports = await everyCase(aroundEach(messages, 'message'), (message) =>
      resetWithFaults(bench, target, { message: { ...message, strike: nothing }, patience: IMPATIENT }),
    );
    expect(reports).toHaveLength(2 * messages);
    // The last message is the proof, which is kept; before it the holder begins again.
    expect(reports.slice(-2).map(({ ends }) => ends)).toEqual([
      ['proof-pending', 'completed-late'],
      ['proof-pending', 'completed-late'],
    ]);
    for (const { ends } of reports.slice(0, -2)) expect(ends).toEqual(['unreachable', 'completed']);
  });

  it('any at the phone, request or answer: one reservation is made, and its token is heard', async () => {
    const { messages } = await reserveWithFault(bench, target, { patience: PATIENT });
    for (const point of aroundEach(messages, 'message')) {
      const { reserved, made } = await reserveWithFault(bench, target, {
        message: { ...point, strike: nothing },
        patience: PATIENT,
      });
      expect(reserved.kind, JSON.stringify(point)).toBe('reserved');
      expect(made, JSON.stringify(point)).toBe(1);
    }
  });

  it('any at the phone, which does not ask again: the holder begins again, and one reservation is open (R15)', async () => {
    const { messages } = await reserveWithFault(bench, target, { patience: IMPATIENT });
    for (const point of aroundEach(messages, 'message')) {
      const first = await reserveWithFault(bench, target, {
        message: { ...point, strike: nothing },
        patience: IMPATIENT,
      });
      expect(first.reserved.kind, JSON.stringify(point)).toBe('unreachable');
      const again = await reserveWithFault(bench, target, { patience: IMPATIENT });
      expect(again.reserved.kind, JSON.stringify(point)).toBe('reserved');
      expect(again.open, JSON.stringify(point)).toBe(1);
    }
  });
});
