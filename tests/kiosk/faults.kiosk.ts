import type { TargetPin } from '@kaijo/contract';
import type { CardTold } from '@kaijo/kiosk';
import type { TargetPinState } from '@kaijo/procedures';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchWithinProcess } from '../faults/support/bench.ts';
import { expectTrue, targetStateAfter } from '../faults/support/r33.ts';
import { CardInHand, pinValue } from '../support/card-in-hand.ts';
import { reservationOf } from '../support/story.ts';
import { goOnUntil, leave, NEW_PIN, reserved } from './support/holder.ts';
import { type KioskInTest, kioskInTest } from './support/kiosk-in-test.ts';

let bench: Bench;
let kiosk: KioskInTest;
beforeAll(async () => {
  bench = await benchWithinProcess();
  kiosk = await kioskInTest(bench);
  await kiosk.screen.scene('start');
  // From now on it contacts the service when a test says so: messages are counted.
  await kiosk.agent.link.stop();
});
afterAll(async () => {
  await kiosk?.close();
  await bench?.close();
});
afterEach(async () => {
  bench.kiosk.wire.arm(undefined);
  await leave(kiosk);
});

const STATES: Readonly<Record<CardTold, TargetPinState>> = {
  unchanged: { kind: 'unchanged' },
  'unchanged-or-initialised': { kind: 'between', states: ['unchanged', 'initialised'] },
  initialised: { kind: 'initialised' },
  'initialised-or-set': { kind: 'between', states: ['initialised', 'set'] },
  set: { kind: 'set' },
  proven: { kind: 'set' },
};

/** Types everything, as far as it gets: a fault on the way ends it. */
async function driveToEnd(target: TargetPin): Promise<void> {
  const { screen } = kiosk;
  const ended = new AbortController();
  const typing = goOnUntil(screen, target, 'end', ended.signal).catch(() => {});
  await Promise.race([screen.scene('done'), screen.scene('fault')]);
  ended.abort();
  // Nobody types into the next session; whoever waits for a scene is let go by the next one.
  void typing;
}

async function finish(card: CardInHand, target: TargetPin, token: string): Promise<void> {
  const { screen, tray } = kiosk;
  tray.lay(card);
  await goOnUntil(screen, target, 'end');
  await screen.scene('done');
  expect((await reservationOf(bench.phone, token)).state).toBe('completed');
  expect(pinValue((await card.memory()).pins[target])).toBe(NEW_PIN[target]);
  expect(await card.askTries()).toEqual({
    auth: { kind: 'tries', left: 3 },
    sign: { kind: 'tries', left: 5 },
  });
}

/** R17: a card in one of these was authorised, and may be finished for longer than 24 hours. */
const AUTHORISED: readonly string[] = ['initialised', 'initialised-or-set', 'set'];
async function finishBy(token: string): Promise<string | undefined> {
  const reservation = await reservationOf(bench.phone, token);
  return reservation.state === 'initialising' ? reservation.finishBy : undefined;
}

describe.each(['auth', 'sign'] as const)('R33: the %s PIN’s card is torn away at every command', (target) => {
  it('the screen says no more than is so, no try is lost, and the same reservation finishes', async () => {
    const { screen, tray } = kiosk;
    const told = new Set<string>();
    for (let command = 1; ; command++) {
      const card = await CardInHand.of(bench.locked[target]);
      const token = await reserved(bench, card, target);
      const before = await card.memory();
      card.tear.arm({ when: command % 2 === 0 ? 'after' : 'before', command });
      tray.lay(card);
      await driveToEnd(target);
      const { scene } = screen.view;
      if (scene.kind !== 'fault') break;
      expect(scene.code, `command ${command}`).toBe('card-removed');
      const state = targetStateAfter({ before, after: await card.memory(), target, typed: NEW_PIN[target] });
      expectTrue(STATES[scene.card], state, false);
      expect(scene.waysOn[0]).toBe('again-here');
      expect(scene.waysOn.includes('finish-anywhere')).toBe(scene.card !== 'unchanged');
      if (AUTHORISED.includes(scene.card)) expect(scene.reservedUntil).toBe(await finishBy(token));
      expect(screen.view.slip?.summary.length).toBeGreaterThan(0);
      told.add(scene.card);
      await tray.take();
      await screen.scene('fault', ({ cardOnReader }) => !cardOnReader);
      await finish(card, target, token);
      await leave(kiosk);
    }
    expect(told).toContain('unchanged');
    expect(told.size).toBeGreaterThan(2);
  });
});

describe('the network is lost', () => {
  const cut = (message: number, when: 'before' | 'after'): void => bench.kiosk.wire.arm({ message, when });

  it.each([
    { message: 1, when: 'before', card: 'unchanged' },
    { message: 1, when: 'after', card: 'unchanged' },
    { message: 2, when: 'before', card: 'unchanged' },
    { message: 2, when: 'after', card: 'unchanged' },
  ] as const)('$when message $message: the card is $card, and the same reservation finishes', async (fault) => {
    const card = await CardInHand.of(bench.locked.auth);
    const token = await reserved(bench, card, 'auth');
    cut(fault.message, fault.when);
    kiosk.tray.lay(card);
    await driveToEnd('auth');
    expect(kiosk.screen.view.scene).toMatchObject({ code: 'service-unreachable', card: fault.card });
    expect((await card.memory()).pins.auth.triesLeft).toBe(0);
    await kiosk.tray.take();
    await leave(kiosk);
    await finish(card, 'auth', token);
  });

  it.each([
    'before',
    'after',
  ] as const)('R31: %s the last message: not done yet is what is said, and the next contact completes it and says so', async (when) => {
    const { screen, tray, agent } = kiosk;
    const card = await CardInHand.of(bench.locked.auth);
    const token = await reserved(bench, card, 'auth');
    cut(3, when);
    tray.lay(card);
    await driveToEnd('auth');
    expect(screen.view.scene).toMatchObject({
      code: 'proof-pending',
      card: 'proven',
      waysOn: ['look-at-the-phone'],
    });
    expect(screen.received.at(-1)).not.toContain('"receipt"');
    await agent.link.contactNow();
    expect(await screen.scene('done')).toMatchObject({ late: true, receipt: { targetPin: 'auth' } });
    expect((await reservationOf(bench.phone, token)).state).toBe('completed');
  });

  it('a service that is restarted while the holder types is asked again and answers', async () => {
    const { screen, tray } = kiosk;
    const card = await CardInHand.of(bench.locked.auth);
    const token = await reserved(bench, card, 'auth');
    tray.lay(card);
    await goOnUntil(screen, 'auth', 'again');
    await bench.service.restart();
    await screen.enter(NEW_PIN.auth);
    await screen.scene('done');
    expect((await reservationOf(bench.phone, token)).state).toBe('completed');
  });
});
