import { describe, expect, it } from 'vitest';
import type { InitialisingReservation, OpenReservation, Reservation } from './record.ts';
import { authorise, cancel, complete, type Decision, giveUp, hold, reservationAt, reserve } from './rules.ts';

const jst = (text: string): Date => new Date(`${text}+09:00`);
const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
const MINUTE = 60_000;

const LAWSON = { session: 'session-1', kiosk: 'lawson' };
const SEVEN = { session: 'session-2', kiosk: 'seven' };

function reserved(at: Date, previous?: OpenReservation | InitialisingReservation): OpenReservation {
  const decision = reserve({ id: `made-${at.getTime()}`, cardRef: 'card', targetPin: 'sign' }, previous, at);
  if (decision.kind !== 'reserved') throw new Error(decision.refusal.problem);
  return decision.reservation;
}

function changed<T extends Reservation>(decision: Decision<T>): T {
  if (decision.kind !== 'change') throw new Error(JSON.stringify(decision));
  return decision.to;
}

const refusal = (decision: { kind: string }): unknown =>
  (decision as { refusal?: { problem: string } }).refusal?.problem ?? decision.kind;

function authorised(stored: Reservation, at: Date, by = LAWSON): InitialisingReservation {
  return changed(authorise(changed(hold(stored, by, at)), by, at));
}

describe('R13: a reservation is valid for 24 hours', () => {
  const made = jst('2026-03-01T15:04:05.678');
  const end = jst('2026-03-02T15:04:05.678');

  it.each([
    [-1, 'open'],
    [0, 'ended'],
    [1, 'ended'],
  ])('%i ms from exactly 24 hours it is %s', (offset, state) => {
    expect(reservationAt(reserved(made), later(end, offset)).state).toBe(state);
  });

  it('has ended at the 24 hours, however late that is noticed', () => {
    expect(reservationAt(reserved(made), later(end, 5 * 86_400_000))).toMatchObject({
      endedBy: 'expired',
      endedAt: end,
    });
  });

  it('says at the kiosk that it has expired, and after a week that there is none', () => {
    const week = 7 * 86_400_000;
    expect(refusal(hold(reserved(made), LAWSON, end))).toBe('reservation-expired');
    expect(refusal(hold(reserved(made), LAWSON, later(end, week - 1)))).toBe('reservation-expired');
    expect(refusal(hold(reserved(made), LAWSON, later(end, week)))).toBe('no-reservation');
  });

  it('is not authorised at 24 hours, even when the kiosk held it before', () => {
    const held = changed(hold(reserved(made), LAWSON, later(end, -MINUTE)));
    expect(refusal(authorise(held, LAWSON, end))).toBe('reservation-expired');
    expect(authorise(held, LAWSON, later(end, -1)).kind).toBe('change');
  });
});

describe('R15: one open reservation per card', () => {
  const made = jst('2026-03-01T12:00:00');

  it('a new one replaces the old', () => {
    const decision = reserve(
      { id: 'new', cardRef: 'card', targetPin: 'auth' },
      reserved(made),
      later(made, 1),
    );
    expect(decision).toMatchObject({
      kind: 'reserved',
      reservation: { id: 'new', state: 'open', version: 1 },
      ended: { state: 'ended', endedBy: 'replaced', version: 2 },
    });
  });

  it('an old one whose time is over ends as expired, not as replaced', () => {
    const at = later(made, 24 * 60 * MINUTE);
    expect(reserve({ id: 'new', cardRef: 'card', targetPin: 'auth' }, reserved(made), at)).toMatchObject({
      ended: { endedBy: 'expired' },
    });
  });

  it('replaces one that a kiosk only holds, and that kiosk is told there is none', () => {
    const held = changed(hold(reserved(made), LAWSON, made));
    const decision = reserve({ id: 'new', cardRef: 'card', targetPin: 'sign' }, held, later(made, MINUTE));
    if (decision.kind !== 'reserved' || decision.ended === undefined) throw new Error('not replaced');
    expect(refusal(authorise(decision.ended, LAWSON, later(made, MINUTE)))).toBe('no-reservation');
  });

  it('waits while an authorised kiosk may be writing, until its five minutes are over', () => {
    const begun = authorised(reserved(made), made);
    const again = (at: Date) => reserve({ id: 'new', cardRef: 'card', targetPin: 'sign' }, begun, at);
    const until = later(made, 5 * MINUTE);
    expect(again(later(until, -1))).toEqual({
      kind: 'refuse',
      refusal: { problem: 'reservation-in-use', until: until.toISOString() },
    });
    expect(again(until)).toMatchObject({ kind: 'reserved', ended: { endedBy: 'replaced' } });
  });

  it('does not wait when that kiosk has let go', () => {
    const left = changed(giveUp(authorised(reserved(made), made), LAWSON, made));
    expect(reserve({ id: 'new', cardRef: 'card', targetPin: 'sign' }, left, made).kind).toBe('reserved');
  });

  it('is cancelled by the holder, once and for all', () => {
    const gone = changed(cancel(reserved(made), later(made, MINUTE)));
    expect(gone).toMatchObject({ state: 'ended', endedBy: 'cancelled' });
    expect(cancel(gone, later(made, 2 * MINUTE))).toEqual({ kind: 'keep', as: gone });
    expect(refusal(hold(gone, LAWSON, later(made, MINUTE)))).toBe('no-reservation');
  });

  it('cannot be cancelled any more once the card was authorised', () => {
    const begun = authorised(reserved(made), made);
    expect(refusal(cancel(begun, made))).toBe('reservation-in-use');
    expect(refusal(cancel(begun, later(made, 60 * MINUTE)))).toBe('reservation-in-use');
  });
});

describe('a kiosk holds the reservation for five minutes', () => {
  const made = jst('2026-03-01T12:00:00');
  const held = changed(hold(reserved(made), LAWSON, made));
  const until = later(made, 5 * MINUTE);

  it('keeps another kiosk out until then, and tells it when', () => {
    expect(hold(held, SEVEN, later(until, -1))).toEqual({
      kind: 'refuse',
      refusal: { problem: 'reservation-in-use', until: until.toISOString() },
    });
    expect(hold(held, SEVEN, until).kind).toBe('change');
  });

  it('lets the same kiosk begin anew, and its older session is over', () => {
    const again = { session: 'session-3', kiosk: LAWSON.kiosk };
    const newer = changed(hold(held, again, later(made, MINUTE)));
    expect(refusal(authorise(newer, LAWSON, later(made, MINUTE)))).toBe('challenge-expired');
    expect(authorise(newer, again, later(made, MINUTE)).kind).toBe('change');
  });

  it('authorises until the last millisecond of the hold, not after it', () => {
    expect(authorise(held, LAWSON, later(until, -1)).kind).toBe('change');
    expect(refusal(authorise(held, LAWSON, until))).toBe('challenge-expired');
  });

  it('tells the first kiosk that another one has it now', () => {
    const taken = changed(hold(held, SEVEN, until));
    expect(refusal(authorise(taken, LAWSON, until))).toBe('reservation-in-use');
  });

  it('authorises a session once', () => {
    const begun = changed(authorise(held, LAWSON, later(made, MINUTE)));
    expect(refusal(authorise(begun, LAWSON, later(made, 2 * MINUTE)))).toBe('challenge-expired');
  });

  it('is free at once when the kiosk gives up', () => {
    const free = changed(giveUp(held, LAWSON, later(made, 1)));
    expect(free).toMatchObject({ state: 'open' });
    expect(hold(free, SEVEN, later(made, 1)).kind).toBe('change');
    expect(giveUp(free, LAWSON, later(made, 1)).kind).toBe('keep');
    expect(giveUp(held, SEVEN, later(made, 1)).kind).toBe('keep');
  });
});

describe('R17: what was authorised may be finished until 23:00 of the following day', () => {
  const made = jst('2026-03-01T08:00:00');
  const first = jst('2026-03-02T07:59:00');
  const begun = authorised(reserved(made), first);

  it('even beyond the 24 hours', () => {
    expect(begun.finishBy).toEqual(jst('2026-03-03T23:00:00'));
    expect(reservationAt(begun, jst('2026-03-03T22:59:59.999')).state).toBe('initialising');
  });

  it('ends unconfirmed at 23:00:00 to the millisecond', () => {
    expect(reservationAt(begun, jst('2026-03-03T23:00:00'))).toMatchObject({
      state: 'ended',
      endedBy: 'unconfirmed',
      endedAt: jst('2026-03-03T23:00:00'),
    });
  });

  it('a second authorisation does not move it', () => {
    const again = authorised(begun, jst('2026-03-03T09:00:00'), SEVEN);
    expect(again.finishBy).toEqual(jst('2026-03-03T23:00:00'));
    expect(again.authorisation).toMatchObject(SEVEN);
  });

  it('R25: one authorised on that last evening lasts until 23:05', () => {
    const lastEvening = authorised(begun, jst('2026-03-03T22:58:00'), SEVEN);
    expect(reservationAt(lastEvening, jst('2026-03-03T23:04:59.999')).state).toBe('initialising');
    expect(reservationAt(lastEvening, jst('2026-03-03T23:05:00')).state).toBe('ended');
  });

  it.each([
    ['2026-03-01T00:00:00.000', '2026-03-02T23:00:00'],
    ['2026-03-01T22:59:59.999', '2026-03-02T23:00:00'],
    ['2026-12-31T12:00:00.000', '2027-01-01T23:00:00'],
    ['2028-02-28T12:00:00.000', '2028-02-29T23:00:00'],
  ])('authorised %s in Japan: until %s', (at, until) => {
    expect(authorised(reserved(jst(at)), jst(at)).finishBy).toEqual(jst(until));
  });
});

describe('R31: a proof completes the reservation', () => {
  const made = jst('2026-03-01T12:00:00');
  const begun = authorised(reserved(made), made);

  it('at any time, because the card has already done it', () => {
    for (const at of [made, jst('2026-03-01T23:30:00'), begun.finishBy, jst('2026-03-09T03:00:00')]) {
      expect(changed(complete(begun, LAWSON, at))).toMatchObject({ state: 'completed', completedAt: at });
    }
  });

  it('also after it was written down as ended, unconfirmed', () => {
    const over = reservationAt(begun, begun.finishBy);
    expect(over).toMatchObject({ endedBy: 'unconfirmed' });
    expect(changed(complete(over, LAWSON, later(begun.finishBy, MINUTE))).state).toBe('completed');
  });

  it('not from a session that was not authorised', () => {
    expect(complete(begun, SEVEN, made).kind).toBe('keep');
    const open = changed(hold(reserved(made), LAWSON, made));
    expect(complete(open, LAWSON, made).kind).toBe('keep');
  });

  it('R33: not while a later session was authorised, for that one initialises the PIN again', () => {
    const again = authorised(begun, later(made, 10 * MINUTE), SEVEN);
    expect(complete(again, LAWSON, later(made, 11 * MINUTE))).toEqual({ kind: 'keep', as: again });
    expect(complete(again, SEVEN, later(made, 11 * MINUTE)).kind).toBe('change');
  });

  it('leaves a replaced one ended, and a completed one completed when it was', () => {
    const decision = reserve(
      { id: 'new', cardRef: 'card', targetPin: 'sign' },
      begun,
      later(made, 5 * MINUTE),
    );
    if (decision.kind !== 'reserved' || decision.ended === undefined) throw new Error('not replaced');
    expect(complete(decision.ended, LAWSON, later(made, 6 * MINUTE)).kind).toBe('keep');
    const done = changed(complete(begun, LAWSON, made));
    expect(complete(done, LAWSON, later(made, 1))).toEqual({ kind: 'keep', as: done });
  });
});
