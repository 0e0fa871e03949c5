import type { ReservedAnswer } from '@kaijo/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Installation, install, type Machine, STORE } from './support/installation.ts';
import type { ScriptedCard } from './support/scripted-card.ts';
import { MATCH, MISMATCH } from './support/scripted-face-check.ts';
import { granted, KioskVisit, PhoneVisit, reserve, verdict } from './support/steps.ts';

const DAY = 24 * 3_600_000;
/** How often each race is run: who wins differs. */
const ROUNDS = Array.from({ length: 6 }, (_, index) => index + 1);

let of: Installation;
let kiosk: Machine;
let other: Machine;
let card: ScriptedCard;

beforeAll(async () => {
  of = await install();
  kiosk = await of.machine();
  other = await of.machine(STORE.bothPinsElsewhere);
  card = await of.card('hanako', { locked: 'auth' });
});
afterAll(() => of?.close());

/** Two days on, nothing of the round before is alive. */
beforeEach(() => {
  of.faceCheck.finds = MATCH;
  of.clock.advance(2 * DAY);
});

const stateOf = async ({ token }: ReservedAnswer) => granted(await of.phone.showReservation(token)).state;

/** protocol.md, Reservation, whatever happened: what the database may hold. */
async function expectInvariants(): Promise<void> {
  const rows = await of.db.selectFrom('reservation').selectAll().execute();
  const live = rows.filter(({ state }) => state === 'open' || state === 'initialising');
  const cards = live.map(({ card_ref }) => card_ref);
  expect(new Set(cards).size, 'live reservations of one card (R15)').toBe(cards.length);
  for (const row of rows) {
    expect(row.state === 'ended', 'an end has a reason').toBe(row.ended_by !== null);
    expect(row.state === 'completed', 'a completion has a time').toBe(row.completed_at !== null);
    if (row.state === 'initialising' || row.state === 'completed')
      expect(row.authorised_session, 'nothing is initialised without an authorisation').not.toBeNull();
    if (row.ended_by === 'cancelled' || row.ended_by === 'expired')
      expect(row.authorised_session, 'what was authorised is neither cancelled nor expired').toBeNull();
  }
  const authorisations = await of.db
    .selectFrom('audit_entry')
    .selectAll()
    .execute()
    .then((entries) => entries.filter(({ kind }) => kind === 'kiosk-session.authorised').length);
  const authorised = await of.db
    .selectFrom('kiosk_session')
    .select('id')
    .where('state', 'in', ['authorised', 'completed'])
    .execute();
  expect(authorisations, 'one audit entry for each authorisation (R39)').toBe(authorised.length);
}

describe('one winner each', () => {
  it.each(ROUNDS)('two kiosks, one reservation (%i)', async () => {
    await reserve(of, card, 'auth');
    const outcomes = await Promise.all([kiosk, other].map((one) => KioskVisit.tryToBegin(of, one, card)));
    expect(outcomes.map(verdict).sort()).toEqual(['ok', 'reservation-in-use']);
    await expectInvariants();
  });

  it('a kiosk that lost the reservation to another gets no authorisation any more', async () => {
    await reserve(of, card, 'auth');
    const late = await KioskVisit.begin(of, kiosk, card);
    const request = await late.authoriseRequest(card);
    of.clock.advance(5 * 60_000);
    const winner = await KioskVisit.begin(of, other, card);
    expect(verdict(await kiosk.client.authorise(late.session, request))).toBe('reservation-in-use');
    expect(verdict(await winner.authorise(card))).toBe('ok');
    await expectInvariants();
  });

  it.each(ROUNDS)('the same authorise message twice, under two keys (%i)', async () => {
    await reserve(of, card, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, card);
    const request = await visit.authoriseRequest(card);
    const outcomes = await Promise.all([1, 2, 3].map(() => kiosk.client.authorise(visit.session, request)));
    expect(outcomes.map(verdict).sort()).toEqual(['challenge-expired', 'challenge-expired', 'ok']);
    await expectInvariants();
  });

  it.each(ROUNDS)('two phones, one card: one reservation lives (%i)', async () => {
    const visits = await Promise.all([1, 2].map(() => PhoneVisit.begin(of, 'auth')));
    const made = await Promise.all(visits.map(async (visit) => granted(await visit.presentCard(card))));
    const states = await Promise.all(made.map((one) => stateOf(one as ReservedAnswer)));
    expect(states.sort()).toEqual(['ended', 'open']);
    await expectInvariants();
  });

  it.each(ROUNDS)('cancel against authorise (%i)', async (round) => {
    const made = await reserve(of, card, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, card);
    const request = await visit.authoriseRequest(card);
    const cancel = () => of.phone.cancelReservation(made.token);
    const authorise = () => kiosk.client.authorise(visit.session, request);
    const [cancelled, authorised] = await bothAtOnce(cancel, authorise, round % 2 === 0);
    if (verdict(authorised) === 'ok') {
      expect(verdict(cancelled)).toBe('reservation-in-use');
      expect(await stateOf(made)).toBe('initialising');
    } else {
      expect([verdict(cancelled), verdict(authorised)]).toEqual(['ok', 'no-reservation']);
      expect(await stateOf(made)).toBe('ended');
    }
    await expectInvariants();
  });

  it.each(ROUNDS)('a new reservation against authorise (%i)', async (round) => {
    const made = await reserve(of, card, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, card);
    const request = await visit.authoriseRequest(card);
    const phone = await PhoneVisit.begin(of, 'auth');
    const again = () => phone.presentCard(card);
    const authorise = () => kiosk.client.authorise(visit.session, request);
    const [replaced, authorised] = await bothAtOnce(again, authorise, round % 2 === 0);
    if (verdict(authorised) === 'ok') {
      expect(verdict(replaced)).toBe('reservation-in-use');
      expect(await stateOf(made)).toBe('initialising');
    } else {
      expect([verdict(replaced), verdict(authorised)]).toEqual(['ok', 'no-reservation']);
      expect(await stateOf(made)).toBe('ended');
    }
    await expectInvariants();
  });

  it.each(ROUNDS)('expiry against authorise (%i)', async (round) => {
    const made = await reserve(of, card, 'auth');
    of.clock.advance(DAY - 1_000);
    const visit = await KioskVisit.begin(of, kiosk, card);
    const request = await visit.authoriseRequest(card);
    of.clock.advance(999);
    const expire = async () => of.clock.advance(1);
    const authorise = () => kiosk.client.authorise(visit.session, request);
    const [, authorised] = await bothAtOnce(expire, authorise, round % 2 === 0);
    const state = await stateOf(made);
    expect([verdict(authorised), state]).toBeOneOf([
      ['ok', 'initialising'],
      ['reservation-expired', 'ended'],
    ]);
    await expectInvariants();
  });

  it.each(ROUNDS)('one proof sent three times, under three keys: one receipt (%i)', async () => {
    const made = await reserve(of, card, 'auth');
    const visit = await KioskVisit.begin(of, kiosk, card);
    const { commands } = granted(await visit.authorise(card));
    const written = await visit.write(card, commands, '8305');
    const receipts = await Promise.all([1, 2, 3].map(async () => granted(await visit.complete(written))));
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
    expect(await stateOf(made)).toBe('completed');
    await expectInvariants();
  });
});

describe('face failures from two phones at once (R19, R21)', () => {
  /**
   * Phones that stand before the camera with the same card, each with a challenge to answer. One after the other: the
   * issuer is in this process, and the service gives up on it after three seconds, which a busy machine may take.
   */
  async function beforeTheCamera(howMany: number) {
    const phones = [crypto.randomUUID(), crypto.randomUUID()];
    const takes: (() => ReturnType<PhoneVisit['presentFace']>)[] = [];
    for (let index = 0; index < howMany; index++) {
      const visit = await PhoneVisit.begin(of, 'sign', phones[index % 2]);
      const asked = granted(await visit.presentCard(card));
      if (!('liveness' in asked)) throw new Error('no face check was asked for');
      takes.push(() => visit.presentFace(card, asked));
    }
    return takes;
  }

  it('five at once restrict the card; more than five are never told a mismatch', async () => {
    of.clock.advance(8 * DAY);
    const takes = await beforeTheCamera(8);
    of.faceCheck.finds = MISMATCH;
    const release = of.faceCheck.holdBack();
    const answers = Promise.all(takes.map((take) => take()));
    await expect.poll(() => of.faceCheck.seen.length, PATIENT_POLL).toBeGreaterThanOrEqual(8);
    release();
    const verdicts = (await answers).map(verdict);
    expect(verdicts.filter((one) => one === 'face-mismatch')).toHaveLength(5);
    expect(verdicts.filter((one) => one === 'app-restricted')).toHaveLength(3);
    const rows = await of.db.selectFrom('face_failure_count').selectAll().execute();
    expect(Math.max(...rows.map(({ failures }) => failures))).toBe(5);
  });

  it('a match that was being judged while the fifth failure was counted reserves nothing', async () => {
    of.clock.advance(8 * DAY);
    const takes = await beforeTheCamera(6);
    const [matching, ...failing] = takes;
    of.faceCheck.seen.length = 0;
    const release = of.faceCheck.holdBack();
    const matched = matching?.();
    await expect.poll(() => of.faceCheck.seen.length, PATIENT_POLL).toBe(1);
    of.faceCheck.letPass();
    of.faceCheck.finds = MISMATCH;
    for (const take of failing) expect(verdict(await take())).toBe('face-mismatch');
    release();
    expect(matched && verdict(await matched)).toBe('app-restricted');
    expect(verdict(await KioskVisit.tryToBegin(of, kiosk, card))).not.toBe('ok');
  });
});

/** Against a test that hangs, not a machine that is busy. */
const PATIENT_POLL = { timeout: 60_000 };

async function bothAtOnce<A, B>(first: () => Promise<A>, second: () => Promise<B>, turned: boolean) {
  const begun = turned ? undefined : first();
  const late = second();
  return Promise.all([begun ?? first(), late]);
}
