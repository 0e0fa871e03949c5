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

describe.each(
  targets,
)('R33: the card is taken away and the service restarts while the %s PIN is reset', (target) => {
  it('at every command and every message, each before and after: the same reservation finishes the job', async () => {
    const { commands, messages } = await resetWithFaults(bench, target, { patience: PATIENT });
    const strike = () => bench.service.restart();
    const cases = aroundEach(commands, 'command').flatMap((tear) =>
      aroundEach(messages, 'message').map((message) => ({ tear, message })),
    );
    const reports = await everyCase(cases, ({ tear, message }) =>
      resetWithFaults(bench, target, { tear, message: { ...message, strike }, patience: PATIENT }),
    );
    expect(reports).toHaveLength(4 * commands * messages);
    for (const { ends } of reports) expect(ends).toEqual(['card-gone', 'completed']);
  });
});
