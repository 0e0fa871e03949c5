import { OPERATOR_ROUTES, type ReservedAnswer, type SwitchScope } from '@kaijo/contract';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine, NOON, STORE } from './support/installation.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { granted, KioskVisit, PhoneVisit, reserve, verdict } from './support/steps.ts';

const DAY = 24 * 3_600_000;
const SENTENCE = { ja: 'ただいま点検しています。', en: 'Under inspection.' };
const STAFF = 'inspector-7';

let of: Installation;
let kiosk: Machine;
let other: Machine;
let hanako: ScriptedCard;

beforeAll(async () => {
  of = await install();
  kiosk = await of.machine();
  other = await of.machine(STORE.bothPinsElsewhere);
});
afterAll(() => of?.close());

/** A card of its own for each story: what one leaves behind is in nobody's way. */
beforeEach(async () => {
  of.clock.set(NOON);
  hanako = await of.card('hanako', { locked: 'auth' });
});

const open = (machine: Machine) => KioskVisit.tryToBegin(of, machine, hanako);
const stateOf = async ({ token }: ReservedAnswer) => {
  const { state, endedBy, finishBy } = granted(await of.phone.showReservation(token));
  return { state, ...(endedBy && { endedBy }), ...(finishBy && { finishBy: Date.parse(finishBy) }) };
};
const japan = (at: string): number => Date.parse(`${at}+09:00`);

describe('a reservation is valid for 24 hours, and at exactly 24 hours it has ended (R13)', () => {
  it('is there in the last millisecond and gone in the next', async () => {
    const made = await reserve(of, hanako, 'auth');
    of.clock.advance(DAY - 1);
    expect(await stateOf(made)).toEqual({ state: 'open' });
    granted(await kiosk.client.giveUp((await KioskVisit.begin(of, kiosk, hanako)).session));
    of.clock.advance(1);
    expect(await stateOf(made)).toEqual({ state: 'ended', endedBy: 'expired' });
    expect(verdict(await open(kiosk))).toBe('reservation-expired');
  });

  it.each([
    ['the last millisecond', -1, 'ok'],
    ['exactly 24 hours', 0, 'reservation-expired'],
  ])('a session from before is authorised in %s: %s ms → %s', async (_, ms, expected) => {
    const made = await reserve(of, hanako, 'auth');
    of.clock.advance(DAY - 60_000);
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    of.clock.advance(60_000 + ms);
    const { pins } = await hanako.memory();
    expect(verdict(await visit.authorise(hanako))).toBe(expected);
    expect((await hanako.memory()).pins).toEqual(pins);
    expect((await stateOf(made)).state).toBe(expected === 'ok' ? 'initialising' : 'ended');
  });
});

describe('an authorised reservation may be finished until 23:00 of the following day (R17)', () => {
  it.each([
    ['2026-03-11T22:59:59.999', 'initialising', 'ok'],
    ['2026-03-11T23:00:00.000', 'ended', 'outside-hours'],
  ])('at %s it is %s', async (at, state, atKiosk) => {
    const made = await reserve(of, hanako, 'auth');
    granted(await (await KioskVisit.begin(of, kiosk, hanako)).authorise(hanako));
    const finishBy = japan('2026-03-11T23:00:00.000');
    expect(await stateOf(made)).toEqual({ state: 'initialising', finishBy });
    of.clock.set(at);
    expect(await stateOf(made)).toMatchObject({
      state,
      ...(state === 'ended' && { endedBy: 'unconfirmed' }),
    });
    expect(verdict(await open(kiosk))).toBe(atKiosk);
  });

  it('a proof that comes later still completes it: the new PIN is a fact (R31)', async () => {
    const made = await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const { commands } = granted(await visit.authorise(hanako));
    const written = await visit.write(hanako, commands, '8305');
    of.clock.advance(3 * DAY);
    expect((await stateOf(made)).state).toBe('ended');
    expect(verdict(await visit.complete(written))).toBe('ok');
    expect((await stateOf(made)).state).toBe('completed');
  });
});

describe('kiosks work from 06:30:00 until 23:00:00 (R24)', () => {
  it.each([
    ['2026-03-11T06:29:59.999', 'outside-hours'],
    ['2026-03-11T06:30:00.000', 'ok'],
    ['2026-03-10T22:59:59.999', 'ok'],
    ['2026-03-10T23:00:00.000', 'outside-hours'],
    ['2026-03-11T00:00:00.000', 'outside-hours'],
  ])('%s: %s', async (at, expected) => {
    const made = await reserve(of, hanako, 'auth');
    of.clock.set(at);
    const outcome = await open(kiosk);
    expect(verdict(outcome)).toBe(expected);
    if (outcome.kind === 'problem')
      expect(Date.parse(outcome.problem.until ?? '')).toBe(japan('2026-03-11T06:30:00.000'));
    expect(await stateOf(made)).toEqual({ state: 'open' });
  });

  it('the phone’s step is there around the clock (R18)', async () => {
    of.clock.set('2026-03-11T03:00:00.000');
    expect(await stateOf(await reserve(of, hanako, 'auth'))).toEqual({ state: 'open' });
  });
});

describe('a session that straddles 23:00 (R25)', () => {
  it.each([
    ['2026-03-10T22:59:59.999', 'ok'],
    ['2026-03-10T23:00:00.000', 'outside-hours'],
    ['2026-03-10T23:00:59.000', 'outside-hours'],
  ])('that began at 22:58 is authorised at %s: %s', async (at, expected) => {
    const made = await reserve(of, hanako, 'auth');
    of.clock.set('2026-03-10T22:58:00.000');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    of.clock.set(at);
    expect(verdict(await visit.authorise(hanako))).toBe(expected);
    expect((await stateOf(made)).state).toBe(expected === 'ok' ? 'initialising' : 'open');
  });

  it('a card that was authorised before may be set and confirmed after 23:00', async () => {
    const made = await reserve(of, hanako, 'auth');
    of.clock.set('2026-03-10T22:59:59.999');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const { commands } = granted(await visit.authorise(hanako));
    of.clock.set('2026-03-10T23:07:00.000');
    expect(verdict(await visit.complete(await visit.write(hanako, commands, '8305')))).toBe('ok');
    expect((await stateOf(made)).state).toBe('completed');
  });

  it.each([
    ['the same kiosk', '2026-03-10T23:04:59.999', 'ok'],
    ['the same kiosk', '2026-03-10T23:05:00.000', 'outside-hours'],
    ['another kiosk', '2026-03-10T23:04:59.999', 'outside-hours'],
  ])('a card torn away is authorised again at %s at %s: %s', async (where, at, expected) => {
    await reserve(of, hanako, 'auth');
    of.clock.set('2026-03-10T22:54:00.000');
    granted(await (await KioskVisit.begin(of, kiosk, hanako)).authorise(hanako));
    of.clock.set(at);
    const opened = await open(where === 'the same kiosk' ? kiosk : other);
    expect(verdict(opened)).toBe(expected);
  });

  it('… and from there to the proof', async () => {
    const made = await reserve(of, hanako, 'auth');
    of.clock.set('2026-03-10T22:59:00.000');
    granted(await (await KioskVisit.begin(of, kiosk, hanako)).authorise(hanako));
    of.clock.set('2026-03-10T23:03:00.000');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    of.clock.set('2026-03-10T23:04:59.999');
    const { commands } = granted(await visit.authorise(hanako));
    expect(verdict(await visit.complete(await visit.write(hanako, commands, '8305')))).toBe('ok');
    expect((await stateOf(made)).state).toBe('completed');
  });

  it('a session of that grace gets no authorisation once it is over', async () => {
    await reserve(of, hanako, 'auth');
    of.clock.set('2026-03-10T22:59:00.000');
    granted(await (await KioskVisit.begin(of, kiosk, hanako)).authorise(hanako));
    of.clock.set('2026-03-10T23:04:00.000');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    of.clock.set('2026-03-10T23:05:00.000');
    expect(verdict(await visit.authorise(hanako))).toBe('outside-hours');
  });

  it('a card that was never authorised has no grace', async () => {
    await reserve(of, hanako, 'auth');
    of.clock.set('2026-03-10T22:59:00.000');
    await KioskVisit.begin(of, kiosk, hanako);
    of.clock.set('2026-03-10T23:00:00.000');
    expect(verdict(await open(kiosk))).toBe('outside-hours');
  });
});

describe('which chain offers which PIN has a start and an end (R26, R27)', () => {
  afterEach(async () => {
    await of.db.deleteFrom('offer').where('store', '=', STORE.signPinOnly).execute();
  });

  async function offer(days: { first_day: string; last_day: string | null }) {
    await of.db
      .insertInto('offer')
      .values({ chain: 'lawson', store: STORE.signPinOnly, pin: 'auth', ...days })
      .execute();
  }

  it.each([
    ['2026-03-10T22:59:59.999', 'not-offered-here'],
    ['2026-03-11T06:30:00.000', 'ok'],
    ['2026-03-12T22:59:59.999', 'ok'],
    ['2026-03-13T06:30:00.000', 'not-offered-here'],
  ])('an offer from the 11th to the 12th: %s → %s', async (at, expected) => {
    const lawson = await of.machine(STORE.signPinOnly);
    await offer({ first_day: '2026-03-11', last_day: '2026-03-12' });
    of.clock.set(new Date(japan(at) - 3_600_000));
    const made = await reserve(of, hanako, 'auth');
    of.clock.set(at);
    const outcome = await open(lawson);
    expect(verdict(outcome)).toBe(expected);
    if (outcome.kind === 'problem') {
      expect(outcome.problem.pin).toBe('auth');
      expect(outcome.problem.stores?.length).toBeGreaterThan(0);
      expect(outcome.problem.stores?.map(({ id }) => id)).not.toContain(STORE.signPinOnly);
    }
    expect(await stateOf(made)).toEqual({ state: 'open' });
  });

  it.each([
    ['2026-03-10T23:59:59.999', false],
    ['2026-03-11T00:00:00.000', true],
    ['2026-03-12T23:59:59.999', true],
    ['2026-03-13T00:00:00.000', false],
  ])('its day begins and ends at midnight in Japan: %s → %s', async (at, offered) => {
    await offer({ first_day: '2026-03-11', last_day: '2026-03-12' });
    of.clock.set(at);
    const { stores } = granted(await of.phone.listStores({ pin: 'auth' }));
    expect(stores.some(({ id }) => id === STORE.signPinOnly)).toBe(offered);
  });
});

describe('a maintenance window (R36)', () => {
  const starts = '2026-03-10T13:00:00.000';
  const ends = '2026-03-10T14:00:00.000';

  async function announced<T>(scope: 'all' | 'phone' | 'kiosk', story: () => Promise<T>): Promise<T> {
    const window = await of.operator.call(OPERATOR_ROUTES.announceMaintenance, {
      body: {
        startsAt: new Date(japan(starts)).toISOString(),
        endsAt: new Date(japan(ends)).toISOString(),
        scope,
        sentence: SENTENCE,
        staff: STAFF,
      },
    });
    try {
      return await story();
    } finally {
      await of.operator.call(OPERATOR_ROUTES.withdrawMaintenance, { id: window.id, body: { staff: STAFF } });
    }
  }

  const TIMES = [
    ['2026-03-10T12:59:59.999', false],
    [starts, true],
    ['2026-03-10T13:59:59.999', true],
    [ends, false],
  ] as const;

  it.each(TIMES)('of everything, at %s: %s', async (at, running) => {
    await reserve(of, hanako, 'auth');
    await announced('all', async () => {
      of.clock.set(at);
      const phone = await PhoneVisit.tryToBegin(of, 'auth', crypto.randomUUID());
      const machine = await open(kiosk);
      expect([verdict(phone), verdict(machine)]).toEqual(
        running ? ['maintenance', 'maintenance'] : ['ok', 'ok'],
      );
      for (const outcome of [phone, machine]) {
        if (outcome.kind !== 'problem') continue;
        expect(Date.parse(outcome.problem.until ?? '')).toBe(japan(ends));
        expect(outcome.problem.sentence).toEqual(SENTENCE);
      }
    });
  });

  it('of the kiosks leaves the phone alone, and the other way round', async () => {
    await reserve(of, hanako, 'auth');
    const both = async () => {
      of.clock.set(starts);
      const phone = await PhoneVisit.tryToBegin(of, 'auth', crypto.randomUUID());
      return [verdict(phone), verdict(await open(kiosk))];
    };
    expect(await announced('kiosk', both)).toEqual(['ok', 'maintenance']);
    expect(await announced('phone', both)).toEqual(['maintenance', 'ok']);
  });

  it('is shown ahead', async () => {
    await announced('all', async () => {
      const { outlook } = (await reserve(of, hanako, 'auth')).reservation;
      expect(outlook.maintenance.map(({ startsAt }) => Date.parse(startsAt))).toEqual([japan(starts)]);
    });
  });

  it('authorises nothing that had begun before, and lets an initialised card finish', async () => {
    const made = await reserve(of, hanako, 'auth');
    await announced('kiosk', async () => {
      of.clock.set('2026-03-10T12:59:30.000');
      const before = await KioskVisit.begin(of, kiosk, hanako);
      of.clock.set(starts);
      expect(verdict(await before.authorise(hanako))).toBe('maintenance');
      expect(await stateOf(made)).toEqual({ state: 'open' });

      of.clock.set('2026-03-10T12:59:40.000');
      granted(await (await KioskVisit.begin(of, kiosk, hanako)).authorise(hanako));
      of.clock.set('2026-03-10T13:01:00.000');
      const again = await KioskVisit.begin(of, kiosk, hanako);
      const { commands } = granted(await again.authorise(hanako));
      granted(await again.complete(await again.write(hanako, commands, '8305')));
      expect((await stateOf(made)).state).toBe('completed');
    });
  });
});

describe('a switch stops at once what it names, and nothing else (R42)', () => {
  async function stopped<T>(scope: SwitchScope, subject: string, story: () => Promise<T>): Promise<T> {
    const { id } = await of.operator.call(OPERATOR_ROUTES.setSwitch, {
      body: { scope, subject, sentence: SENTENCE, staff: STAFF },
    });
    try {
      return await story();
    } finally {
      await of.operator.call(OPERATOR_ROUTES.removeSwitch, { id, body: { staff: STAFF } });
    }
  }

  const SUBJECTS: readonly (readonly [SwitchScope, () => string])[] = [
    ['chain', () => 'lawson'],
    ['store', () => STORE.bothPins],
    ['kiosk', () => kiosk.id],
  ];

  it.each(SUBJECTS)('%s', async (scope, subject) => {
    const machines = [kiosk, other, await of.machine(STORE.signPinOnly)];
    const stops: readonly number[] = scope === 'chain' ? [2] : [0];
    await reserve(of, hanako, 'auth');
    await stopped(scope, subject(), async () => {
      for (const [index, machine] of machines.entries()) {
        const outcome = await open(machine);
        const expected = stops.includes(index) ? 'stopped' : index === 2 ? 'not-offered-here' : 'ok';
        expect(verdict(outcome), `machine ${index}`).toBe(expected);
        if (outcome.kind === 'ok') await machine.client.giveUp(outcome.body.session);
        else if (expected === 'stopped') expect(outcome).toMatchObject({ problem: { sentence: SENTENCE } });
      }
    });
    expect(verdict(await open(kiosk))).toBe('ok');
  });

  it('a card generation: on the phone, at the kiosk, and in a session that has begun', async () => {
    const kenji = await of.card('kenji');
    const made = await reserve(of, hanako, 'auth');
    const begun = await KioskVisit.begin(of, kiosk, hanako);
    const visit = await PhoneVisit.begin(of, 'auth');
    await stopped('card-generation', '2023', async () => {
      expect(verdict(await visit.presentCard(hanako))).toBe('stopped');
      expect(verdict(await begun.authorise(hanako))).toBe('stopped');
      expect(verdict(await open(kiosk))).toBe('stopped');
      expect((await reserve(of, kenji, 'auth')).reservation.state).toBe('open');
    });
    expect(await stateOf(made)).toEqual({ state: 'open' });
    expect(verdict(await begun.authorise(hanako))).toBe('ok');
  });
});
