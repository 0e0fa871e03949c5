import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLive, type Reservation } from './record.ts';
import { reservationAt } from './rules.ts';
import { alone, interleaved, type Result, type Step, TestDesk } from './test-desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * The rules once more, from the facts alone: what was done at which moment. It has no states and no versions, and
 * takes Japan's calendar from Intl, so that it shares no way of thinking with rules.ts.
 */
interface Facts {
  readonly id: string;
  readonly madeAt: number;
  readonly claims: { session: string; kiosk: string; from: number; leftAt?: number }[];
  readonly authorised: { session: string; kiosk: string; at: number }[];
  cancelledAt?: number;
  replacedAt?: number;
  provenAt?: number;
}

const JAPAN = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo', dateStyle: 'short' });
const japanDay = (at: number): string => JAPAN.format(at);

function finishBy(facts: Facts): number {
  const first = facts.authorised[0];
  if (first === undefined) throw new Error('never authorised');
  return Date.parse(`${japanDay(first.at + 24 * HOUR)}T23:00:00+09:00`);
}

/** When it is over if nothing more happens. */
function timeIsOver(facts: Facts): number {
  const last = facts.authorised.at(-1);
  if (last === undefined) return facts.madeAt + 24 * HOUR;
  const by = finishBy(facts);
  return japanDay(last.at) === japanDay(by) ? by + 5 * MINUTE : by;
}

function stateOf(facts: Facts, now: number): string {
  if (facts.provenAt !== undefined) return 'completed';
  if (facts.cancelledAt !== undefined) return 'cancelled';
  if (facts.replacedAt !== undefined) return 'replaced';
  const begun = facts.authorised.length > 0;
  if (now >= timeIsOver(facts)) return begun ? 'unconfirmed' : 'expired';
  return begun ? 'initialising' : 'open';
}

const alive = (facts: Facts, now: number) => ['open', 'initialising'].includes(stateOf(facts, now));

function holder(facts: Facts, now: number) {
  const last = facts.claims.at(-1);
  return last !== undefined && last.leftAt === undefined && now < last.from + 5 * MINUTE ? last : undefined;
}

class Model {
  readonly all: Facts[] = [];
  now = 0;

  reserve(id: string): string {
    const before = this.all.at(-1);
    const held = before && holder(before, this.now);
    if (before !== undefined && held !== undefined && alive(before, this.now)) {
      if (before.authorised.some((a) => a.session === held.session)) return 'reservation-in-use';
    }
    if (before !== undefined && alive(before, this.now)) before.replacedAt = this.now;
    this.all.push({ id, madeAt: this.now, claims: [], authorised: [] });
    return 'open';
  }

  cancel(id: string): string {
    const facts = this.#find(id);
    const state = stateOf(facts, this.now);
    if (state === 'initialising') return 'reservation-in-use';
    if (state === 'open') facts.cancelledAt = this.now;
    return stateOf(facts, this.now);
  }

  hold(session: string, kiosk: string): string {
    const facts = this.all.at(-1);
    if (facts === undefined) return 'no-reservation';
    if (!alive(facts, this.now)) return this.#gone(facts);
    const held = holder(facts, this.now);
    if (held !== undefined && held.kiosk !== kiosk) return 'reservation-in-use';
    facts.claims.push({ session, kiosk, from: this.now });
    return stateOf(facts, this.now);
  }

  authorise(id: string, session: string, kiosk: string): string {
    const facts = this.#find(id);
    if (!alive(facts, this.now)) return this.#gone(facts);
    const held = holder(facts, this.now);
    if (held === undefined) return 'challenge-expired';
    if (held.session !== session) return held.kiosk === kiosk ? 'challenge-expired' : 'reservation-in-use';
    if (facts.authorised.some((a) => a.session === session)) return 'challenge-expired';
    facts.authorised.push({ session, kiosk, at: this.now });
    return 'initialising';
  }

  complete(id: string, session: string): string {
    const facts = this.#find(id);
    const counts =
      facts.authorised.at(-1)?.session === session &&
      facts.replacedAt === undefined &&
      facts.provenAt === undefined;
    if (counts) facts.provenAt = this.now;
    return stateOf(facts, this.now);
  }

  giveUp(id: string, session: string): string {
    const facts = this.#find(id);
    const last = facts.claims.at(-1);
    if (alive(facts, this.now) && last?.session === session) last.leftAt ??= this.now;
    return stateOf(facts, this.now);
  }

  #find(id: string): Facts {
    const facts = this.all.find((one) => one.id === id);
    if (facts === undefined) throw new Error(id);
    return facts;
  }

  #gone(facts: Facts): string {
    const byTime = ['expired', 'unconfirmed'].includes(stateOf(facts, this.now));
    return byTime && this.now < timeIsOver(facts) + 7 * 24 * HOUR ? 'reservation-expired' : 'no-reservation';
  }
}

const said = (result: Result, now: Date): string => {
  if ('refused' in result) return result.refused;
  const present = reservationAt(result.now, now);
  return present.state === 'ended' ? present.endedBy : present.state;
};

const kiosk = fc.constantFrom('kiosk-a', 'kiosk-b');
/** Waits that land on, just before and just after what the rules count by. */
const wait = fc.oneof(
  fc.constantFrom(0, 1, MINUTE, 5 * MINUTE - 1, 5 * MINUTE, HOUR, 24 * HOUR - 1, 24 * HOUR, 7 * 24 * HOUR),
  fc.integer({ min: 0, max: 40 * HOUR }),
);
const toTheMoment = fc.record({
  hour: fc.constantFrom('00:00', '06:30', '22:58', '23:00', '23:05'),
  offset: fc.constantFrom(-1, 0, 1),
});
const act = fc.oneof(
  fc.record({ do: fc.constant('reserve' as const) }),
  fc.record({ do: fc.constant('hold' as const), kiosk }),
  fc.record({ do: fc.constant('begin' as const), kiosk }),
  fc.record({ do: fc.constant('authorise' as const), nth: fc.nat(3) }),
  fc.record({ do: fc.constant('authorise' as const), nth: fc.constant(0) }),
  fc.record({ do: fc.constant('complete' as const), nth: fc.nat(3) }),
  fc.record({ do: fc.constant('giveUp' as const), nth: fc.nat(3) }),
  fc.record({ do: fc.constant('cancel' as const), nth: fc.nat(2) }),
  fc.record({ do: fc.constant('sweep' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: wait }),
  fc.record({ do: fc.constant('until' as const), moment: toTheMoment }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function next(now: Date, moment: { hour: string; offset: number }): Date {
  const today = Date.parse(`${japanDay(now.getTime())}T${moment.hour}:00+09:00`) + moment.offset;
  return new Date(today >= now.getTime() ? today : today + 24 * HOUR);
}

describe('the reservation does what the rules say', () => {
  it('in any sequence of acts, at any moment (20,000 runs against a model)', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true }),
        fc.array(act, { maxLength: 25 }),
        (start, acts) => {
          const desk = new TestDesk(start);
          const model = new Model();
          const sessions: { id: string; session: string; kiosk: string }[] = [];
          const ids: string[] = [];
          for (const one of acts) step(one);

          function step(one: Act): void {
            model.now = desk.now.getTime();
            if (one.do === 'wait') desk.now = new Date(desk.now.getTime() + one.ms);
            else if (one.do === 'until') desk.now = next(desk.now, one.moment);
            else if (one.do === 'sweep') for (const id of desk.rows.keys()) alone(desk.sweep(id));
            else if (one.do === 'reserve') {
              const id = `r${ids.length}`;
              same(desk.reserve(id, 'sign'), model.reserve(id));
              if (desk.rows.has(id)) ids.unshift(id);
            } else if (one.do === 'hold' || one.do === 'begin') {
              const session = `s${sessions.length}`;
              same(desk.hold({ session, kiosk: one.kiosk }), model.hold(session, one.kiosk));
              if (ids[0] !== undefined) sessions.unshift({ id: ids[0], session, kiosk: one.kiosk });
              if (one.do === 'begin') step({ do: 'authorise', nth: 0 });
            } else if (one.do === 'cancel') {
              const id = ids[one.nth];
              if (id !== undefined) same(desk.cancel(id), model.cancel(id));
            } else {
              const by = sessions[one.nth];
              if (by === undefined) return;
              if (one.do === 'authorise')
                same(desk.authorise(by.id, by), model.authorise(by.id, by.session, by.kiosk));
              if (one.do === 'complete') same(desk.complete(by.id, by), model.complete(by.id, by.session));
              if (one.do === 'giveUp') same(desk.giveUp(by.id, by), model.giveUp(by.id, by.session));
            }
          }
          function same(operation: Step<Result>, expected: string): void {
            expect(said(alone(operation), desk.now)).toBe(expected);
            for (const facts of model.all) {
              const row = desk.rows.get(facts.id) as Reservation;
              expect(said({ now: row }, desk.now)).toBe(stateOf(facts, model.now));
              if ('finishBy' in row && row.finishBy !== undefined)
                expect(row.finishBy.getTime()).toBe(finishBy(facts));
            }
          }
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

/** Which state may follow which (protocol.md, the picture), from the row's own point of view. */
const MAY_FOLLOW: Readonly<Record<string, readonly string[]>> = {
  none: ['open'],
  open: ['open', 'initialising', 'expired', 'cancelled', 'replaced'],
  initialising: ['initialising', 'completed', 'unconfirmed', 'replaced'],
  unconfirmed: ['completed'],
};

const nameOf = (row: Reservation | undefined): string =>
  row === undefined ? 'none' : row.state === 'ended' ? row.endedBy : row.state;

describe('whatever happens at the same moment', () => {
  it('the invariants hold (20,000 interleavings of two to five parties)', () => {
    const party = fc.record({
      do: fc.constantFrom(
        'reserve',
        'hold-a',
        'hold-b',
        'authorise-a',
        'authorise-b',
        'complete-a',
        'complete-b',
        'giveUp-a',
        'cancel',
        'sweep',
      ),
    });
    // Long enough for parties to meet: fast-check draws many short arrays, after which each party ends alone.
    const order = fc.array(fc.oneof({ weight: 4, arbitrary: fc.nat(4) }, fc.record({ wait })), {
      minLength: 10,
      maxLength: 40,
    });
    let contested = 0;
    fc.assert(
      fc.property(
        fc.constantFrom('none', 'open', 'held', 'authorised'),
        fc.array(party, { minLength: 2, maxLength: 5 }),
        order,
        (before, parties, schedule) => {
          const desk = new TestDesk(new Date('2026-03-01T12:00:00+09:00'));
          const a = { session: 'a', kiosk: 'kiosk-a' };
          const b = { session: 'b', kiosk: 'kiosk-b' };
          if (before !== 'none') alone(desk.reserve('r', 'sign'));
          if (before === 'held' || before === 'authorised') alone(desk.hold(a));
          if (before === 'authorised') alone(desk.authorise('r', a));

          const operations = parties.map(({ do: act }, index): Step<Result> => {
            switch (act) {
              case 'reserve':
                return desk.reserve(`new-${index}`, 'sign');
              case 'hold-a':
                return desk.hold({ session: `a-${index}`, kiosk: 'kiosk-a' });
              case 'hold-b':
                return desk.hold(b);
              case 'authorise-a':
                return desk.authorise('r', a);
              case 'authorise-b':
                return desk.authorise('r', b);
              case 'complete-a':
                return desk.complete('r', a);
              case 'complete-b':
                return desk.complete('r', b);
              case 'giveUp-a':
                return desk.giveUp('r', a);
              case 'cancel':
                return desk.cancel('r');
              default:
                return desk.sweep('r');
            }
          });
          const wrapped = schedule.map((slot) =>
            typeof slot === 'number' ? slot % operations.length : slot,
          );
          interleaved(operations, wrapped, (slot) => {
            desk.now = new Date(desk.now.getTime() + slot.wait);
          });

          const live = [...desk.rows.values()].filter(isLive);
          expect(live.length).toBeLessThanOrEqual(1);
          const authorisedSessions: string[] = [];
          for (const { from, to } of desk.changes) {
            expect(MAY_FOLLOW[nameOf(from)]).toContain(nameOf(to));
            expect(to.version).toBe((from?.version ?? 0) + 1);
            if (from !== undefined && 'finishBy' in from && from.finishBy !== undefined)
              expect((to as typeof from).finishBy).toEqual(from.finishBy);
            if (to.state === 'initialising' && (from?.state === 'open' || isReauthorised(from, to))) {
              authorisedSessions.push(to.authorisation.session);
              expect(from !== undefined && isLive(from) ? from.hold?.session : undefined).toBe(
                to.authorisation.session,
              );
              expect(to.authorisation.at.getTime()).toBeLessThan(to.hold?.until.getTime() ?? 0);
            }
            if (from?.state === 'open' && to.state === 'initialising')
              expect(to.authorisation.at.getTime()).toBeLessThan(from.expiresAt.getTime());
          }
          expect(new Set(authorisedSessions).size).toBe(authorisedSessions.length);
          if (desk.lostWrites > 0) contested++;
        },
      ),
      { numRuns: 20_000 },
    );
    // The property says little unless the parties did get into each other's way.
    expect(contested).toBeGreaterThan(2_000);
  });
});

function isReauthorised(from: Reservation | undefined, to: Reservation): boolean {
  return (
    from?.state === 'initialising' &&
    to.state === 'initialising' &&
    from.authorisation.session !== to.authorisation.session
  );
}
