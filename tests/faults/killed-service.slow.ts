import { cameraOf } from '@kaijo/cli/demo';
import type { TargetPin } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAsProcess } from '../support/restartable-service.ts';
import { HOLDER, PATIENT } from '../support/story.ts';
import { type Bench, benchAround } from './support/bench.ts';
import { reserveWithFault } from './support/reserve-with-fault.ts';
import { aroundEach, everyCase, resetWithFaults } from './support/reset-with-faults.ts';

/** The real service: its own process, its database in a folder, its face check. */
let bench: Bench;
beforeAll(async () => {
  bench = await benchAround(await startAsProcess(), cameraOf(HOLDER));
});
afterAll(() => bench?.close());

const targets: readonly TargetPin[] = ['auth', 'sign'];
/** A message takes the service ten to thirty milliseconds. */
const MOMENTS = [4, 12];
const killed = () => bench.service.restart();

describe.each(targets)('R33: the service is killed by SIGKILL while the %s PIN is reset', (target) => {
  it('before and after every message of the kiosk: it asks again, and the reset is completed in one attempt', async () => {
    const { messages } = await resetWithFaults(bench, target, { patience: PATIENT });
    const reports = await everyCase(aroundEach(messages, 'message'), (message) =>
      resetWithFaults(bench, target, { message: { ...message, strike: killed }, patience: PATIENT }),
    );
    expect(reports).toHaveLength(2 * messages);
    for (const { ends } of reports) expect(ends).toEqual(['completed']);
  });

  it('while it is at a message of the kiosk: nothing is done by half, and the reset is completed in one attempt', async () => {
    const { messages } = await resetWithFaults(bench, target, { patience: PATIENT });
    const points = MOMENTS.flatMap((delay) =>
      Array.from({ length: messages }, (_, index) => ({
        when: 'during' as const,
        message: index + 1,
        delay,
      })),
    );
    const reports = await everyCase(points, (message) =>
      resetWithFaults(bench, target, { message: { ...message, strike: killed }, patience: PATIENT }),
    );
    for (const { ends } of reports) expect(ends).toEqual(['completed']);
  });

  it('before and after every message of the phone: one reservation is made, and its token is heard', async () => {
    const { messages } = await reserveWithFault(bench, target, { patience: PATIENT });
    for (const point of aroundEach(messages, 'message')) {
      const { reserved, made } = await reserveWithFault(bench, target, {
        message: { ...point, strike: killed },
        patience: PATIENT,
      });
      expect(reserved.kind, JSON.stringify(point)).toBe('reserved');
      expect(made, JSON.stringify(point)).toBe(1);
    }
  });
});
