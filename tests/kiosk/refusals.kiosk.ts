import { connectOperator, enrolKiosk } from '@kaijo/cli/installation';
import { createKioskClient, OPERATOR_ROUTES } from '@kaijo/contract';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ScriptedFaceCheck } from '../api/support/scripted-face-check.ts';
import { type Bench, benchAround } from '../faults/support/bench.ts';
import { CardInHand, pinValue } from '../support/card-in-hand.ts';
import { type ServiceWithinProcess, startWithinProcess } from '../support/restartable-service.ts';
import { ANY_FRAMES, PINS } from '../support/story.ts';
import { goOnUntil, leave, NEW_PIN, reserved } from './support/holder.ts';
import { type KioskInTest, kioskInTest } from './support/kiosk-in-test.ts';

let service: ServiceWithinProcess;
let bench: Bench;
let kiosk: KioskInTest;
beforeAll(async () => {
  service = await startWithinProcess({ faceCheck: new ScriptedFaceCheck() });
  bench = await benchAround(service, async () => ANY_FRAMES);
  kiosk = await kioskInTest(bench);
  await kiosk.screen.scene('start');
});
afterAll(async () => {
  await kiosk?.close();
  await bench?.close();
});
afterEach(() => leave(kiosk));

/** 23:00 in Japan is 14:00 UTC. */
function untilClosing(now: Date): number {
  const closing = new Date(now);
  closing.setUTCHours(14, 0, 0, 0);
  return closing.getTime() - now.getTime();
}

const fault = (name: string) => kiosk.screen.scene('fault', (scene) => scene.code === name);
const locked = (target: 'auth' | 'sign'): Promise<CardInHand> => CardInHand.of(bench.locked[target]);

describe('what the service refuses has its screen, with the way on (R40)', () => {
  it('R14: without a reservation the kiosk says how to make one', async () => {
    kiosk.tray.lay(await locked('auth'));
    expect(await fault('no-reservation')).toMatchObject({
      card: 'unchanged',
      waysOn: ['reserve-by-phone'],
      cardOnReader: true,
    });
    expect(kiosk.tray.open, 'the card has no power any more').toBe(0);
  });

  it('R13: at 24 hours the reservation has ended, and a new one is needed', async () => {
    const card = await locked('auth');
    await reserved(bench, card, 'auth');
    service.pass(24 * 3_600_000);
    await kiosk.agent.link.contactNow();
    kiosk.tray.lay(card);
    expect(await fault('reservation-expired')).toMatchObject({
      card: 'unchanged',
      waysOn: ['reserve-by-phone'],
    });
    expect((await card.memory()).pins.auth.triesLeft).toBe(0);
  });

  it('R29: a card that gives itself out as another by its management id is refused before anything is written', async () => {
    const [own, other] = [bench.locked.auth, bench.locked.sign];
    const { managementId, issuerKeys } = other.body;
    const card = await CardInHand.of({ ...own, body: { ...own.body, managementId, issuerKeys } });
    await reserved(bench, card, 'auth');
    kiosk.tray.lay(card);
    await goOnUntil(kiosk.screen, 'auth', 'end');
    const told = await kiosk.screen.scene('fault');
    expect(told).toMatchObject({ code: 'card-mismatch', card: 'unchanged', waysOn: ['counter'] });
    expect((await card.memory()).pins.auth).toEqual(own.memory.pins.auth);
  });

  it('a service that gives no answer: out of order, and a card begins nothing', async () => {
    const silent = await kioskInTest(bench, {
      client: createKioskClient({
        baseUrl: 'http://127.0.0.1:9',
        fetch: () => Promise.reject(new TypeError('no route')),
      }),
    });
    try {
      await silent.screen.scene('out-of-order', ({ reason }) => reason === 'starting');
      for (let silence = 1; silence <= 3; silence++) await silent.agent.link.contactNow();
      await silent.screen.scene('out-of-order', ({ reason }) => reason === 'service-unreachable');
      silent.tray.lay(await locked('auth'));
      silent.screen.press('start');
      await silent.agent.link.contactNow();
      expect(silent.screen.view.scene.kind).toBe('out-of-order');
      expect(silent.tray.opened).toBe(0);
    } finally {
      await silent.close();
    }
  });

  it('R27: a store that does not offer the PIN names those nearby that do', async () => {
    const operator = await connectOperator(service.folder);
    const stores = await bench.phone.client.listStores({});
    const signOnly =
      stores.kind === 'ok' ? stores.body.stores.find(({ pins }) => !pins.includes('auth')) : undefined;
    if (signOnly === undefined) throw new Error('there is no store without the auth PIN');
    const { identity } = await enrolKiosk(operator, signOnly.id).finally(() => operator.close());
    const tls = mutualTlsFetch(identity);
    const elsewhere = await kioskInTest(bench, {
      version: '0.0.0-elsewhere',
      client: createKioskClient({ baseUrl: service.kioskUrl, fetch: tls.fetch }),
    });
    try {
      const card = await locked('auth');
      await reserved(bench, card, 'auth');
      await elsewhere.screen.scene('start');
      elsewhere.tray.lay(card);
      const told = await elsewhere.screen.scene('fault');
      expect(told).toMatchObject({ code: 'not-offered-here', waysOn: ['another-store'], card: 'unchanged' });
      expect(told.problem?.stores?.length).toBeGreaterThan(0);
      for (const { pins } of told.problem?.stores ?? []) expect(pins).toContain('auth');
    } finally {
      await elsewhere.close();
      await tls.close();
    }
  });

  it('R36: maintenance is shown ahead, and during with its end', async () => {
    const operator = await connectOperator(service.folder);
    try {
      const in1h = new Date(service.now().getTime() + 3_600_000);
      const in2h = new Date(service.now().getTime() + 7_200_000);
      const window = await operator.call(OPERATOR_ROUTES.announceMaintenance, {
        body: {
          startsAt: in1h.toISOString(),
          endsAt: in2h.toISOString(),
          scope: 'kiosk',
          sentence: { ja: '定期点検です。' },
          staff: 's-1',
        },
      });
      await kiosk.agent.link.contactNow();
      await kiosk.screen.scene('start', ({ maintenanceAhead }) => maintenanceAhead[0]?.id === window.id);
      service.pass(3_600_000);
      await kiosk.agent.link.contactNow();
      expect(await kiosk.screen.scene('maintenance')).toMatchObject({
        until: in2h.toISOString(),
        sentence: { ja: '定期点検です。' },
      });
      kiosk.screen.press('start');
      kiosk.tray.lay(await locked('auth'));
      await kiosk.agent.link.contactNow();
      expect(kiosk.screen.view.scene.kind, 'nothing begins').toBe('maintenance');
      await kiosk.tray.take();
      await operator.call(OPERATOR_ROUTES.withdrawMaintenance, { id: window.id, body: { staff: 's-1' } });
      await kiosk.agent.link.contactNow();
      await kiosk.screen.scene('start');
    } finally {
      await operator.close();
    }
  });

  it('R42: a kiosk that is stopped shows the operator’s sentence before anybody has put a card on it', async () => {
    const operator = await connectOperator(service.folder);
    try {
      const { kiosks } = await operator.call(OPERATOR_ROUTES.listKiosks, {});
      const heard = kiosks.find(({ health }) => health?.version === '0.0.0-test');
      expect(heard?.health).toMatchObject({ reader: 'ready', printer: 'none', pendingProofs: 0 });
      const stop = await operator.call(OPERATOR_ROUTES.setSwitch, {
        body: { scope: 'kiosk', subject: heard?.kiosk, sentence: { ja: '点検中です。' }, staff: 's-1' },
      });
      await kiosk.agent.link.contactNow();
      expect(await kiosk.screen.scene('stopped')).toMatchObject({ sentence: { ja: '点検中です。' } });
      await operator.call(OPERATOR_ROUTES.removeSwitch, { id: stop.id, body: { staff: 's-1' } });
      await kiosk.agent.link.contactNow();
    } finally {
      await operator.close();
    }
  });
});

describe('the PINs', () => {
  it('R9, R10: a wrong proving PIN costs one try and says so; of the wrong shape it is not sent', async () => {
    const card = await locked('sign');
    await reserved(bench, card, 'sign');
    kiosk.tray.lay(card);
    await goOnUntil(kiosk.screen, 'sign', 'proving-pin');
    await kiosk.screen.type('41');
    expect(kiosk.screen.view.scene).toMatchObject({ complete: false });
    kiosk.screen.press('confirm');
    kiosk.screen.press('clear');
    await kiosk.screen.scene('proving-pin', ({ entered, wrong }) => entered === 0 && !wrong);
    expect((await card.memory()).pins.auth.triesLeft).toBe(3);
    await kiosk.screen.enter('9999');
    expect(await kiosk.screen.scene('proving-pin', ({ wrong }) => wrong)).toMatchObject({
      triesLeft: 2,
      entered: 0,
    });
    await kiosk.screen.enter('9999');
    await kiosk.screen.scene('proving-pin', ({ triesLeft }) => triesLeft === 1);
    await kiosk.screen.enter('9999');
    // R11
    expect(await fault('proving-pin-locked')).toMatchObject({ waysOn: ['counter'], card: 'unchanged' });
  });

  it('R8, R12: shape, weakness and mismatch; a mismatch begins the second entry again, not the first', async () => {
    const card = await locked('auth');
    await reserved(bench, card, 'auth');
    kiosk.tray.lay(card);
    const { screen } = kiosk;
    await goOnUntil(screen, 'auth', 'first');
    await screen.enter('1111');
    expect(await screen.scene('new-pin', ({ complaint }) => complaint !== undefined)).toMatchObject({
      turn: 'first',
      complaint: { kind: 'weak', reason: 'equal-digits' },
    });
    await screen.type('83');
    expect(screen.view.scene).toMatchObject({ complete: false, ticks: { length: false } });
    screen.press('clear');
    await screen.scene('new-pin', ({ entered }) => entered === 0);
    await screen.enter(NEW_PIN.auth);
    await screen.scene('new-pin', ({ turn }) => turn === 'again');
    await screen.enter('9417');
    await screen.scene(
      'new-pin',
      ({ turn, complaint }) => turn === 'again' && complaint?.kind === 'mismatch',
    );
    screen.press('back');
    await screen.scene('new-pin', ({ turn }) => turn === 'first');
    await screen.enter(NEW_PIN.auth);
    await screen.scene('new-pin', ({ turn }) => turn === 'again');
    await screen.enter(NEW_PIN.auth);
    await screen.scene('done');
    expect(pinValue((await card.memory()).pins.auth)).toBe(NEW_PIN.auth);
  });

  it('a key of a step that is over is not taken', async () => {
    const card = await locked('auth');
    await reserved(bench, card, 'auth');
    kiosk.tray.lay(card);
    const { screen } = kiosk;
    await goOnUntil(screen, 'auth', 'proving-pin');
    const { step } = screen.view;
    await screen.enter(PINS.sign);
    await screen.scene('new-pin');
    screen.send({ kind: 'confirm', step });
    screen.send({ kind: 'language', language: 'en' });
    await screen.scene('new-pin', () => screen.view.language === 'en');
    expect(screen.view.scene).toMatchObject({ turn: 'first', entered: 0 });
    screen.press('cancel');
    await screen.scene('take-card');
  });
});

describe('cards and readers', () => {
  it('several cards, one that is mute, one that another program holds', async () => {
    const { tray, screen } = kiosk;
    const card = await locked('auth');
    await reserved(bench, card, 'auth');
    tray.plugIn('second');
    tray.lay(card);
    await screen.scene('found');
    tray.lay(await locked('sign'), 'second');
    expect(await fault('several-cards')).toMatchObject({ waysOn: ['right-card'] });
    await tray.take('second');
    await screen.scene('found');
    await leave(kiosk);
    tray.pullOut('second');
    tray.lay('mute');
    await fault('card-unreadable');
    await leave(kiosk);
    tray.nextConnect = { kind: 'in-use' };
    tray.lay(await locked('auth'));
    await fault('reader-in-use');
    expect(screen.view.slip?.next.length).toBeGreaterThan(0);
  });

  it('R32: a card that is taken away, or changed for another, ends the session and says that nothing is changed', async () => {
    const { tray, screen } = kiosk;
    for (const moment of ['found', 'proving-pin', 'first', 'again'] as const) {
      const card = await locked('auth');
      await reserved(bench, card, 'auth');
      tray.lay(card);
      await goOnUntil(screen, 'auth', moment);
      if (moment === 'first') {
        tray.lay(await locked('sign'));
        await fault('card-changed');
      } else {
        await tray.take();
        expect(await fault('card-removed')).toMatchObject({ card: 'unchanged', cardOnReader: false });
      }
      expect(tray.open).toBe(0);
      await leave(kiosk);
      // The same reservation goes on at once: the kiosk has let go of it.
      tray.lay(card);
      await screen.scene('found');
      await leave(kiosk);
    }
  });

  it('a reader that is pulled out ends the session; without one the kiosk is out of order until it is back', async () => {
    const { tray, screen } = kiosk;
    const card = await locked('auth');
    await reserved(bench, card, 'auth');
    tray.lay(card);
    await goOnUntil(screen, 'auth', 'again');
    tray.pullOut();
    await fault('reader-lost');
    screen.press('cancel');
    await screen.scene('out-of-order', ({ reason }) => reason === 'no-reader');
    tray.plugIn('reader');
    await screen.scene('start');
  });

  it('a browser that is killed and is back at once goes on; one that stays away ends the session', async () => {
    const { tray, agent } = kiosk;
    const card = await locked('auth');
    await reserved(bench, card, 'auth');
    tray.lay(card);
    await goOnUntil(kiosk.screen, 'auth', 'again');
    await kiosk.restartScreen('kill');
    await kiosk.screen.scene('new-pin', ({ turn }) => turn === 'again');
    const interrupted = new Promise<void>((resolve) => {
      agent.runner.subscribe(({ context }) => context.fault?.fault === 'interrupted' && resolve());
    });
    kiosk.screen.kill();
    await interrupted;
    expect(tray.open, 'the card has no power any more').toBe(0);
    await kiosk.restartScreen('close');
    expect(await fault('interrupted')).toMatchObject({
      card: 'unchanged',
      waysOn: ['again-here', 'again-later'],
    });
  });
});

describe('R24, R25: the hours', () => {
  it('R25: who began at 22:59 and is ready at 23:00 gets no authorisation; the reservation stays', async () => {
    service.pass(untilClosing(service.now()) - 60_000);
    await kiosk.agent.link.contactNow();
    const card = await locked('auth');
    const token = await reserved(bench, card, 'auth');
    kiosk.tray.lay(card);
    await goOnUntil(kiosk.screen, 'auth', 'again');
    service.pass(untilClosing(service.now()));
    await kiosk.screen.enter(NEW_PIN.auth);
    expect(await fault('outside-hours')).toMatchObject({ card: 'unchanged', waysOn: ['again-later'] });
    expect((await card.memory()).pins.auth.triesLeft).toBe(0);
    expect(await bench.phone.client.showReservation(token)).toMatchObject({ body: { state: 'open' } });
  });

  it('at 23:00 the screen shows when kiosks open, and a card begins nothing', async () => {
    const { opened } = kiosk.tray;
    await kiosk.agent.link.contactNow();
    const closed = await kiosk.screen.scene('closed');
    expect(new Date(closed.opensAt).toISOString()).toMatch(/T21:30:00/);
    kiosk.tray.lay(await locked('auth'));
    kiosk.screen.press('start');
    await kiosk.agent.link.contactNow();
    expect(kiosk.screen.view.scene.kind).toBe('closed');
    expect(kiosk.tray.opened).toBe(opened);
  });
});
