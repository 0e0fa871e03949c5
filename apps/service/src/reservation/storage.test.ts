import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OpenDatabase, openDatabase, type Transaction, transaction } from '../database/index.ts';
import { tokenDigest } from '../http/index.ts';
import { randomUuid, systemRandom } from '../random.ts';
import { MIGRATIONS } from '../schema.ts';
import {
  authoriseReservation,
  completeReservation,
  holdReservation,
  releaseReservation,
} from './kiosk-steps.ts';
import { makeReservation } from './make.ts';
import { findByToken, findLatestOfCard, findReservation } from './storage.ts';
import { endReservations } from './sweep.ts';

let opened: OpenDatabase;
beforeAll(async () => {
  opened = await openDatabase({ place: { kind: 'memory' }, migrations: MIGRATIONS });
});
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.db.deleteFrom('reservation').execute();
  await opened.db.deleteFrom('audit_entry').execute();
});

const NOON = new Date('2026-03-01T12:00:00.123+09:00');
const later = (ms: number): Date => new Date(NOON.getTime() + ms);
const HOUR = 3_600_000;
const A = { session: '00000000-0000-4000-8000-00000000000a', kiosk: '00000000-0000-4000-8000-0000000000a0' };

const inOne = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => transaction(opened.db, work);

function make(now = NOON, cardRef = 'card') {
  return inOne(async (tx) => {
    const made = await makeReservation(tx, {
      cardRef,
      appRef: 'app',
      phoneSession: '00000000-0000-4000-8000-00000000000f',
      targetPin: 'sign',
      now,
      random: systemRandom,
    });
    if (made.kind !== 'made') throw new Error(made.refusal.problem);
    return made;
  });
}

const audited = async () =>
  (await opened.db.selectFrom('audit_entry').select('kind').orderBy('at').orderBy('kind').execute()).map(
    ({ kind }) => kind,
  );

describe('a reservation in the database', () => {
  it('is found again by id, by token and by card, to the millisecond', async () => {
    const { reservation, token } = await make();
    expect(await findReservation(opened.db, reservation.id)).toEqual(reservation);
    expect(await findByToken(opened.db, tokenDigest(token))).toEqual(reservation);
    expect(await findLatestOfCard(opened.db, 'card')).toEqual(reservation);
    expect(await findLatestOfCard(opened.db, 'another card')).toBeUndefined();
    expect(reservation.expiresAt).toEqual(later(24 * HOUR));
  });

  it('keeps the token’s digest only', async () => {
    const { token } = await make();
    const rows = await opened.db.selectFrom('reservation').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('comes back as it was written in each state', async () => {
    const { reservation } = await make();
    const { id } = reservation;
    const held = await inOne((tx) => holdReservation(tx, { cardRef: 'card', by: A, now: NOON }));
    if (held.kind !== 'done') throw new Error(held.refusal.problem);
    expect(await findReservation(opened.db, id)).toEqual(held.reservation);
    const begun = await inOne((tx) => authoriseReservation(tx, { id, by: A, now: NOON }));
    if (begun.kind !== 'done') throw new Error(begun.refusal.problem);
    expect(await findReservation(opened.db, id)).toEqual(begun.reservation);
    expect(await inOne((tx) => releaseReservation(tx, { id, by: A, now: NOON }))).toBe(true);
    expect(await inOne((tx) => releaseReservation(tx, { id, by: A, now: NOON }))).toBe(false);
    const done = await inOne((tx) => completeReservation(tx, { id, by: A, now: later(1) }));
    expect(done).toMatchObject({ state: 'completed', completedAt: later(1), version: 5 });
    expect(await findReservation(opened.db, id)).toEqual(done);
  });

  it('R15: a second one for the card ends the first, in the same transaction', async () => {
    const first = await make();
    const second = await make(later(HOUR));
    expect(await findReservation(opened.db, first.reservation.id)).toMatchObject({
      state: 'ended',
      endedBy: 'replaced',
    });
    expect((await findLatestOfCard(opened.db, 'card'))?.id).toBe(second.reservation.id);
    expect(await audited()).toEqual(['reservation.made', 'reservation.made', 'reservation.replaced']);
  });

  it('R15: the database itself allows no second live one', async () => {
    const { reservation } = await make();
    const insert = opened.db
      .insertInto('reservation')
      .values({
        id: A.session,
        card_ref: 'card',
        target_pin: 'sign',
        token_digest: new Uint8Array(32),
        reserved_at: NOON,
        expires_at: NOON,
        version: 1,
        state: 'initialising',
      })
      .execute();
    await expect(insert).rejects.toThrow('reservation_live_card');
    expect((await findLatestOfCard(opened.db, 'card'))?.id).toBe(reservation.id);
  });

  it('of a card without one cannot be held', async () => {
    expect(await inOne((tx) => holdReservation(tx, { cardRef: 'card', by: A, now: NOON }))).toEqual({
      kind: 'refuse',
      refusal: { problem: 'no-reservation' },
    });
  });
});

describe('the sweeper', () => {
  it('writes ends once, with their audit entries, and leaves the others alone', async () => {
    await make(NOON, 'expires');
    await make(later(1), 'stays open');
    const begun = await make(NOON, 'unconfirmed');
    await inOne((tx) => holdReservation(tx, { cardRef: 'unconfirmed', by: A, now: NOON }));
    await inOne((tx) => authoriseReservation(tx, { id: begun.reservation.id, by: A, now: NOON }));
    await opened.db.deleteFrom('audit_entry').execute();

    const at = (now: Date) => endReservations(opened.db, { now: () => now });
    expect(await at(later(24 * HOUR - 1))).toBe(0);
    expect(await at(later(24 * HOUR))).toBe(1);
    expect(await at(later(24 * HOUR))).toBe(0);
    expect(await audited()).toEqual(['reservation.expired']);
    expect(await findLatestOfCard(opened.db, 'expires')).toMatchObject({
      state: 'ended',
      endedBy: 'expired',
      endedAt: later(24 * HOUR),
    });
    expect((await findLatestOfCard(opened.db, 'stays open'))?.state).toBe('open');
    expect(await at(new Date('2026-03-02T22:59:59.999+09:00'))).toBe(1);
    expect(await at(new Date('2026-03-02T23:00:00+09:00'))).toBe(1);
    expect(await findLatestOfCard(opened.db, 'unconfirmed')).toMatchObject({ endedBy: 'unconfirmed' });
  });

  it('works through more than one batch', async () => {
    const many = Array.from({ length: 520 }, (_, index) => ({
      id: randomUuid(systemRandom),
      card_ref: `card-${index}`,
      target_pin: 'sign' as const,
      token_digest: systemRandom(32),
      reserved_at: NOON,
      expires_at: later(24 * HOUR),
      version: 1,
      state: 'open' as const,
    }));
    await opened.db.insertInto('reservation').values(many).execute();
    expect(await endReservations(opened.db, { now: () => later(24 * HOUR) })).toBe(520);
  });
});
