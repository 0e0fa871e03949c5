import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SimulatedClock } from 'xstate';
import { type Bench, benchWithinProcess } from '../faults/support/bench.ts';
import { CardInHand, pinValue } from '../support/card-in-hand.ts';
import { PINS } from '../support/story.ts';
import { goOnUntil, leave, NEW_PIN, reserved } from './support/holder.ts';
import { type KioskInTest, kioskInTest } from './support/kiosk-in-test.ts';

let bench: Bench;
let kiosk: KioskInTest;
const clock = new SimulatedClock();
beforeAll(async () => {
  bench = await benchWithinProcess();
  kiosk = await kioskInTest(bench, { clock });
  await kiosk.screen.scene('start');
});
afterAll(async () => {
  await kiosk?.close();
  await bench?.close();
});
afterEach(() => leave(kiosk));

/** Lets seconds pass on the session's clock, one by one, as they do. */
function pass(seconds: number): void {
  for (let second = 0; second < seconds; second++) clock.increment(1_000);
}

describe('R32: whoever waits for the holder is patient, and forgets', () => {
  it('a slow holder who thinks 40 seconds at each step gets through', async () => {
    const { screen, tray } = kiosk;
    const card = await CardInHand.of(bench.locked.auth);
    await reserved(bench, card, 'auth');
    screen.press('start');
    await screen.scene('put-card');
    pass(40);
    tray.lay(card);
    await screen.scene('found');
    pass(40);
    screen.press('confirm');
    await screen.scene('proving-pin');
    pass(40);
    await screen.type(PINS.sign.slice(0, 3));
    pass(40);
    await screen.type(PINS.sign.slice(3), PINS.sign.length);
    screen.press('confirm');
    for (const turn of ['first', 'again'] as const) {
      await screen.scene('new-pin', (scene) => scene.turn === turn);
      pass(40);
      await screen.enter(NEW_PIN.auth);
    }
    await screen.scene('done');
    expect(pinValue((await card.memory()).pins.auth)).toBe(NEW_PIN.auth);
  });

  it.each([
    'found',
    'proving-pin',
    'first',
    'again',
  ] as const)('who walks away at %s is asked after 60 s and forgotten after 75', async (moment) => {
    const { screen, tray } = kiosk;
    const card = await CardInHand.of(bench.locked.auth);
    const token = await reserved(bench, card, 'auth');
    tray.lay(card);
    await goOnUntil(screen, 'auth', moment);
    screen.send({ kind: 'language', language: 'vi' });
    await screen.scene(screen.view.scene.kind, () => screen.view.language === 'vi');
    if (moment === 'again') await screen.type('83');
    pass(59);
    expect(screen.view.stillThere).toBeUndefined();
    pass(1);
    await screen.asked();
    expect(screen.view.stillThere).toEqual({ secondsLeft: 15 });
    // A touch removes the question, and what was typed is still there.
    screen.send({ kind: 'touch' });
    await screen.notAsked();
    if (moment === 'again') expect(screen.view.scene).toMatchObject({ entered: 2 });
    pass(60);
    await screen.asked();
    pass(14);
    expect(kiosk.agent.runner.snapshot.context.found).toBeDefined();
    pass(1);
    await screen.scene('start');
    expect(screen.view.language).toBe('ja');
    const { context } = kiosk.agent.runner.snapshot;
    expect([context.found, context.fault, context.receipt, context.triesLeft]).toEqual(
      Array(4).fill(undefined),
    );
    await kiosk.agent.runner.whenPoweredDown();
    expect(tray.open, 'the card has no power').toBe(0);
    // The card still lies there, and begins nothing; the reservation is as it was.
    expect(screen.view.scene.kind).toBe('start');
    const shown = await bench.phone.client.showReservation(token);
    expect(shown).toMatchObject({ body: { state: 'open' } });
  });

  it('ten seconds after the card was taken the start page is back', async () => {
    const { screen, tray } = kiosk;
    const card = await CardInHand.of(bench.locked.auth);
    await reserved(bench, card, 'auth');
    tray.lay(card);
    await goOnUntil(screen, 'auth', 'end');
    await screen.scene('done');
    await tray.take();
    await screen.scene('done', ({ cardOnReader }) => !cardOnReader);
    pass(9);
    expect(screen.view.scene.kind).toBe('done');
    pass(1);
    await screen.scene('start');
  });
});
