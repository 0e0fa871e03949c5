import type { TargetPin } from '@kaijo/contract';
import { provingPinFor } from '@kaijo/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, benchWithinProcess } from '../faults/support/bench.ts';
import { filesIn } from '../secrets/support/files.ts';
import { formsOf, standsAlone } from '../secrets/support/forms.ts';
import { birth, personal } from '../secrets/support/holder-needles.ts';
import { Search } from '../secrets/support/search.ts';
import { pinNeedles } from '../secrets/support/story-pins.ts';
import { CardInHand, pinValue } from '../support/card-in-hand.ts';
import { PATIENT, PINS, reservationOf, reserveByPhone } from '../support/story.ts';
import { type KioskInTest, kioskInTest } from './support/kiosk-in-test.ts';

let bench: Bench;
let kiosk: KioskInTest;
beforeAll(async () => {
  bench = await benchWithinProcess();
  kiosk = await kioskInTest(bench);
});
afterAll(async () => {
  await kiosk?.close();
  await bench?.close();
});

const NEW: Readonly<Record<TargetPin, string>> = { auth: '8305', sign: 'NEWPIN123' };

describe.each(['auth', 'sign'] as const)('the two minutes at the machine, %s PIN', (target) => {
  it('card, proving PIN, new PIN twice (R28), slip; and nobody is logged in afterwards', async () => {
    const { screen, tray } = kiosk;
    const card = await CardInHand.of(bench.locked[target]);
    const reserved = await reserveByPhone({
      ...bench,
      card,
      target,
      patience: PATIENT,
      now: bench.service.now(),
    });
    if (reserved.kind !== 'reserved') throw new Error(`not reserved: ${JSON.stringify(reserved)}`);

    await screen.scene('start');
    screen.press('start');
    await screen.scene('put-card');
    tray.lay(card);
    expect(await screen.scene('found')).toMatchObject({ targetPin: target, resumed: false });
    screen.press('confirm');
    const triesLeft = target === 'sign' ? 3 : 5;
    expect(await screen.scene('proving-pin')).toMatchObject({ pin: provingPinFor(target), triesLeft });
    await screen.enter(PINS[provingPinFor(target)]);
    await screen.scene('new-pin', ({ turn }) => turn === 'first');
    await screen.enter(NEW[target]);
    await screen.scene('new-pin', ({ turn }) => turn === 'again');
    await screen.enter(NEW[target]);
    expect(await screen.scene('done')).toMatchObject({ receipt: { targetPin: target }, cardOnReader: true });
    expect(screen.view.slip?.rows).toHaveLength(3);
    expect(tray.open).toBe(0);
    await tray.take();
    await screen.scene('done', ({ cardOnReader }) => !cardOnReader);
    screen.press('cancel');
    await screen.scene('start');

    expect(pinValue((await card.memory()).pins[target])).toBe(NEW[target]);
    expect((await reservationOf(bench.phone, reserved.answer.token)).state).toBe('completed');
    // R30, R38: what was typed, and whose card it is, is in nothing that the agent sent, logged or wrote.
    const pins = { 'new PIN': NEW[target], 'proving PIN': PINS[provingPinFor(target)] };
    const secret = new Search([...pinNeedles(Object.entries(pins)), ...personal, ...birth]);
    const said = [...screen.received, ...kiosk.logged].join('\n');
    const places = [
      { where: 'messages and log', bytes: Buffer.from(said) },
      ...(await filesIn(kiosk.folder)),
    ];
    expect(places.flatMap(({ where, bytes }) => secret.in(where, bytes))).toEqual([]);
    for (const [name, pin] of Object.entries(pins)) expect(standsAlone(pin, said), name).toBe(false);
    // What is there is found: the scenes that were sent, and a file.
    expect(new Search(formsOf('scene', 'proving-pin')).in('', Buffer.from(said))).not.toEqual([]);
    expect(places.length).toBeGreaterThan(1);
  });
});
