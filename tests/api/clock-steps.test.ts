import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine, NOON, STORE } from './support/installation.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { granted, KioskVisit, PhoneVisit, reserve, verdict } from './support/steps.ts';

/** docs/operate.md, When something is away: the service's clock is set an hour forward or back in the middle. */
const HOUR = 3_600_000;
const HOLD = 5 * 60_000;
const steps = [
  ['forward', HOUR],
  ['back', -HOUR],
] as const;

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
beforeEach(async () => {
  // Issued the day before: a certificate that begins after the clock's new time is not valid yet.
  of.clock.set(NOON);
  of.clock.advance(-24 * HOUR);
  hanako = await of.card('hanako', { locked: 'auth' });
  of.clock.set(NOON);
});

describe.each(steps)('the clock is set %s by an hour', (direction, ms) => {
  it('after the reservation: its end stays the moment that the holder was told (R13)', async () => {
    const { reservation, token } = await reserve(of, hanako, 'auth');
    of.clock.advance(ms);
    const shown = granted(await of.phone.showReservation(token));
    expect([shown.state, shown.expiresAt]).toEqual(['open', reservation.expiresAt]);
    granted(await KioskVisit.tryToBegin(of, kiosk, hanako));
  });

  it('after the card was authorised: the same card finishes, and the proof is taken (R31, R33)', async () => {
    const { token } = await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const { commands } = granted(await visit.authorise(hanako));
    const proof = await visit.write(hanako, commands, '8305');
    of.clock.advance(ms);
    granted(await visit.complete(proof));
    expect(granted(await of.phone.showReservation(token)).state).toBe('completed');
  });

  it('within a kiosk session: nothing is authorised beyond its hold, and the card can begin again', async () => {
    await reserve(of, hanako, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, hanako);
    const { pins } = await hanako.memory();
    of.clock.advance(ms);
    const authorised = verdict(await visit.authorise(hanako));
    // Forward, the hold of five minutes is over. Back, it still stands.
    expect(authorised).toBe(direction === 'back' ? 'ok' : 'challenge-expired');
    expect((await hanako.memory()).pins).toEqual(pins);
    granted(await KioskVisit.tryToBegin(of, kiosk, hanako));
  });

  it('within the phone’s session: it is over, or goes on; a new one works at once', async () => {
    const visit = await PhoneVisit.begin(of, 'auth');
    of.clock.advance(ms);
    expect(verdict(await visit.presentCard(hanako))).toBe(direction === 'back' ? 'ok' : 'challenge-expired');
    await reserve(of, hanako, 'auth');
  });
});

it('back: another kiosk waits until the hold’s own end at most, and the kiosk that held it need not', async () => {
  await reserve(of, hanako, 'auth');
  await KioskVisit.begin(of, kiosk, hanako);
  of.clock.advance(-HOUR);
  expect(verdict(await KioskVisit.tryToBegin(of, other, hanako))).toBe('reservation-in-use');
  of.clock.advance(HOUR + HOLD);
  granted(await KioskVisit.tryToBegin(of, other, hanako));
});

it('back, over the opening hour: hours are judged by the clock as it is (R24)', async () => {
  of.clock.set('2026-03-10T06:45:00.000');
  await reserve(of, hanako, 'auth');
  of.clock.advance(-HOUR);
  expect(verdict(await KioskVisit.tryToBegin(of, kiosk, hanako))).toBe('outside-hours');
});
