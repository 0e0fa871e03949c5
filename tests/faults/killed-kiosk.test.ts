import type { TargetPin } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PATIENT } from '../support/story.ts';
import { type Bench, benchWithinProcess } from './support/bench.ts';
import { aroundEach, everyCase, resetWithFaults } from './support/reset-with-faults.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await benchWithinProcess();
});
afterAll(() => bench?.close());

const targets: readonly TargetPin[] = ['auth', 'sign'];

describe.each(targets)('R33: the kiosk’s process is killed while the %s PIN is reset', (target) => {
  it('before and after every command to the card: one of three states, and the next process finishes the job', async () => {
    const { commands } = await resetWithFaults(bench, target, { patience: PATIENT });
    const reports = await everyCase(aroundEach(commands, 'command'), (killKiosk) =>
      resetWithFaults(bench, target, { killKiosk, patience: PATIENT }),
    );
    expect(reports).toHaveLength(2 * commands);
    for (const { ends } of reports) expect(ends).toEqual(['kiosk-killed', 'completed']);
    expect(new Set(reports.map(({ states }) => states[0]))).toEqual(
      new Set(['unchanged', 'initialised', 'set']),
    );
  });

  it('before and after every message: a proof that was kept completes the reset, else the holder begins again', async () => {
    const { messages } = await resetWithFaults(bench, target, { patience: PATIENT });
    const reports = await everyCase(aroundEach(messages, 'message'), (message) =>
      resetWithFaults(bench, target, { message: { ...message, strike: 'kill-kiosk' }, patience: PATIENT }),
    );
    expect(reports.map(({ ends }) => ends[1])).toEqual([
      ...Array(2 * (messages - 1)).fill('completed'),
      'completed-late',
      'completed-late',
    ]);
    for (const { ends } of reports) expect(ends).toHaveLength(2);
  });

  it('before and after the proof is kept on its disk, and after it is forgotten', async () => {
    const cases = [
      { kills: 'keep', when: 'before', ends: 'completed' },
      { kills: 'keep', when: 'after', ends: 'completed-late' },
      // The receipt has been heard: nothing is left to do but to be told so again.
      { kills: 'forget', when: 'before', ends: 'completed-late' },
    ] as const;
    const reports = await everyCase(cases, ({ kills, when }) =>
      resetWithFaults(bench, target, {
        killAtOutbox: { step: kills, when },
        patience: PATIENT,
      }),
    );
    expect(reports.map((report) => report.ends)).toEqual(cases.map(({ ends }) => ['kiosk-killed', ends]));
  });

  it('a disk that is full does not keep the proof from the service (R31)', async () => {
    const { ends } = await resetWithFaults(bench, target, { diskFull: true, patience: PATIENT });
    expect(ends).toEqual(['completed']);
  });
});
