import type { TargetPin } from '@kaijo/contract';
import { deliverAll, memoryOutbox } from '@kaijo/procedures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedFaceCheck } from '../api/support/scripted-face-check.ts';
import { CardInHand, pinValue } from '../support/card-in-hand.ts';
import { type ServiceWithinProcess, startWithinProcess } from '../support/restartable-service.ts';
import {
  ANY_FRAMES,
  attemptAtKiosk,
  type Kiosk,
  kioskAt,
  newPinOf,
  PATIENT,
  reservationOf,
  reserveByPhone,
} from '../support/story.ts';
import { type Bench, benchAround } from './support/bench.ts';
import { KioskProcess } from './support/interruption.ts';
import { aroundEach, resetWithFaults } from './support/reset-with-faults.ts';

const HELD = 5 * 60_000;

let service: ServiceWithinProcess;
let bench: Bench;
let other: Kiosk;
beforeAll(async () => {
  service = await startWithinProcess({ faceCheck: new ScriptedFaceCheck() });
  bench = await benchAround(service, async () => ANY_FRAMES);
  other = await kioskAt(service);
});
afterAll(async () => {
  await other?.close();
  await bench?.close();
});

const targets: readonly TargetPin[] = ['auth', 'sign'];
const MESSAGES = 3;

it('a reset has no more messages than are cut below', async () => {
  for (const target of targets)
    expect((await resetWithFaults(bench, target, { patience: PATIENT })).messages).toBe(MESSAGES);
});

describe.each(targets)('R17, R33: the kiosk is lost for good while the %s PIN is reset', (target) => {
  it.each(
    aroundEach(MESSAGES, 'message'),
  )('$when its message $message: after 5 minutes another kiosk finishes, and the PIN typed there stays', async (point) => {
    const { phone, kiosk, terms, takeFrames } = bench;
    const card = await CardInHand.of(bench.locked[target]);
    const at = { phone, card, target, terms, takeFrames, patience: PATIENT, now: service.now() };
    const reserved = await reserveByPhone(at);
    if (reserved.kind !== 'reserved') throw new Error(reserved.kind);
    const { token } = reserved.answer;

    const attempt = async (kiosk: Kiosk, outbox = memoryOutbox(), number = 1) =>
      attemptAtKiosk({
        client: kiosk.client,
        now: service.now,
        outbox,
        patience: PATIENT,
        channel: await card.connect(),
        target,
        newPin: newPinOf(target, number),
      });
    const process = new KioskProcess();
    const lostOutbox = memoryOutbox();
    kiosk.wire.arm(point, process.kill);
    expect(await process.run(attempt(kiosk, lostOutbox))).toEqual({ kind: 'kiosk-killed' });

    const decided = (await reservationOf(phone, token)).state;
    const begunHere = point.message > 1 || point.when === 'after';
    const tooEarly = await attempt(other, memoryOutbox(), 2);
    if (decided === 'completed') {
      // The answer is all that was lost: there is nothing left to do.
      expect(tooEarly).toMatchObject({ kind: 'refused', problem: { type: '/problems/no-reservation' } });
    } else {
      if (begunHere) expect(tooEarly).toMatchObject({ problem: { type: '/problems/reservation-in-use' } });
      service.pass(begunHere ? HELD : 0);
      const end = begunHere ? await attempt(other, memoryOutbox(), 2) : tooEarly;
      expect(end.kind).toBe('completed');
    }
    const { pins } = await card.memory();
    expect(pinValue(pins[target])).toBe(newPinOf(target, decided === 'completed' ? 1 : 2));

    // The lost one is found again and brings its proof: it is heard, and changes nothing.
    const late = await deliverAll({ kiosk: kiosk.client, outbox: lostOutbox, patience: PATIENT });
    for (const { kind } of late) expect(kind).toBe('completed');
    expect(late).toHaveLength(point.message === MESSAGES ? 1 : 0);
    expect((await reservationOf(phone, token)).state).toBe('completed');
  });
});
