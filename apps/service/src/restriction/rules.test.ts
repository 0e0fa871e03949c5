import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Counts,
  type FaceOutcome,
  type FailureCount,
  judge,
  NO_FAILURES,
  restrictionAt,
} from './rules.ts';

const DAY = 86_400_000;
const WEEK = 7 * DAY;
const NOW = new Date('2026-03-01T12:00:00+09:00');
const later = (ms: number) => new Date(NOW.getTime() + ms);

/** Cards and apps with their counts, as storage keeps them. */
class Desk {
  readonly counts = new Map<string, FailureCount>();
  now = NOW;

  of(card: string, app: string): Counts {
    const count = (ref: string) => this.counts.get(ref) ?? NO_FAILURES;
    return { card: count(card), app: count(app) };
  }

  try(card: string, app: string, outcome: FaceOutcome) {
    const judged = judge(this.of(card, app), outcome, this.now, WEEK);
    if (judged.kind === 'passed' || judged.kind === 'failed') {
      this.counts.set(card, judged.counts.card).set(app, judged.counts.app);
    }
    return judged;
  }

  fail(times: number, card = 'card', app = 'phone') {
    for (let i = 0; i < times - 1; i++) this.try(card, app, 'mismatch');
    return this.try(card, app, 'mismatch');
  }

  standing(card = 'card', app = 'phone') {
    return restrictionAt(this.of(card, app), this.now);
  }
}

describe('R19: five failed face checks in a row restrict the app; there is no sixth', () => {
  it('counts down after each failure', () => {
    const desk = new Desk();
    expect(desk.standing()).toEqual({ kind: 'free', triesLeft: 5 });
    for (const triesLeft of [4, 3, 2, 1]) {
      expect(desk.try('card', 'phone', 'mismatch')).toMatchObject({ kind: 'failed', triesLeft });
      expect(desk.standing()).toEqual({ kind: 'free', triesLeft });
    }
    expect(desk.try('card', 'phone', 'liveness-failed')).toMatchObject({
      kind: 'failed',
      triesLeft: 0,
      restrictedUntil: later(WEEK),
    });
  });

  it('refuses a sixth, even if it would match', () => {
    const desk = new Desk();
    desk.fail(5);
    for (const outcome of ['match', 'mismatch', 'liveness-failed', 'unusable'] as const)
      expect(desk.try('card', 'phone', outcome)).toEqual({ kind: 'restricted', until: later(WEEK) });
  });
});

describe('R20: what cannot be judged is not counted', () => {
  it('asks for another take as often as it needs', () => {
    const desk = new Desk();
    desk.fail(4);
    for (let i = 0; i < 20; i++)
      expect(desk.try('card', 'phone', 'unusable')).toEqual({ kind: 'not-counted', triesLeft: 1 });
    expect(desk.try('card', 'phone', 'match').kind).toBe('passed');
  });
});

describe('R21: the count belongs to the card and to the app, whichever is higher', () => {
  it('a second phone does not give five more tries', () => {
    const desk = new Desk();
    desk.fail(3, 'card', 'phone-1');
    expect(desk.standing('card', 'phone-2')).toEqual({ kind: 'free', triesLeft: 2 });
    expect(desk.fail(2, 'card', 'phone-2')).toMatchObject({ triesLeft: 0 });
    expect(desk.standing('card', 'phone-3')).toEqual({ kind: 'restricted', until: later(WEEK) });
  });

  it('nor does a second card on the same phone', () => {
    const desk = new Desk();
    desk.fail(4, 'card-1', 'phone');
    expect(desk.fail(1, 'card-2', 'phone')).toMatchObject({ triesLeft: 0 });
    expect(desk.standing('card-3', 'phone').kind).toBe('restricted');
    // The first card had four: on another phone it has one left.
    expect(desk.standing('card-1', 'phone-2')).toEqual({ kind: 'free', triesLeft: 1 });
  });

  it('tells the later of two ends', () => {
    const counts = {
      card: { failures: 5, restrictedUntil: later(1_000) },
      app: { failures: 5, restrictedUntil: later(2_000) },
    };
    expect(restrictionAt(counts, NOW)).toEqual({ kind: 'restricted', until: later(2_000) });
    expect(restrictionAt(counts, later(1_500))).toEqual({ kind: 'restricted', until: later(2_000) });
  });
});

describe('R22: a success sets the count back, and a restriction ends after 7 days', () => {
  it('begins again from zero after a success', () => {
    const desk = new Desk();
    desk.fail(4);
    expect(desk.try('card', 'phone', 'match').kind).toBe('passed');
    expect(desk.standing()).toEqual({ kind: 'free', triesLeft: 5 });
  });

  it('ends to the millisecond, and leaves five tries', () => {
    const desk = new Desk();
    desk.fail(5);
    desk.now = later(WEEK - 1);
    expect(desk.standing()).toEqual({ kind: 'restricted', until: later(WEEK) });
    desk.now = later(WEEK);
    expect(desk.standing()).toEqual({ kind: 'free', triesLeft: 5 });
    expect(desk.fail(1)).toMatchObject({ kind: 'failed', triesLeft: 4 });
    expect(desk.fail(4)).toMatchObject({ kind: 'failed', restrictedUntil: later(2 * WEEK) });
  });

  it('failures below five do not go away with time', () => {
    const desk = new Desk();
    desk.fail(4);
    desk.now = later(100 * WEEK);
    expect(desk.standing()).toEqual({ kind: 'free', triesLeft: 1 });
  });
});

/** The rules from the facts alone: every outcome that counted, by card and phone; no counters. */
class History {
  readonly #counted: { who: [string, string]; failed: boolean; at: number }[] = [];

  /** Failures in a row of one card or phone: since its last success, and since its last restriction ended. */
  #inARow(who: string, now: number): number[] {
    let row: number[] = [];
    for (const { who: both, failed, at } of this.#counted) {
      if (!both.includes(who)) continue;
      if (row.length === 5 && at >= Number(row[4]) + WEEK) row = [];
      row = failed ? [...row, at] : [];
    }
    return row.length === 5 && now >= Number(row[4]) + WEEK ? [] : row;
  }

  standing(who: [string, string], now: number) {
    const rows = who.map((one) => this.#inARow(one, now));
    const ends = rows.filter((row) => row.length === 5).map((row) => Number(row[4]) + WEEK);
    if (ends.length > 0) return { kind: 'restricted', until: new Date(Math.max(...ends)) };
    return { kind: 'free', triesLeft: 5 - Math.max(...rows.map((row) => row.length)) };
  }

  add(who: [string, string], outcome: FaceOutcome, now: number): void {
    if (outcome !== 'unusable') this.#counted.push({ who, failed: outcome !== 'match', at: now });
  }
}

describe('any number of cards, phones and tries', () => {
  it('keep to the rules (20,000 runs against a model)', () => {
    const attempt = fc.record({
      card: fc.constantFrom('card-1', 'card-2', 'card-3'),
      app: fc.constantFrom('phone-1', 'phone-2', 'phone-3'),
      outcome: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom<FaceOutcome>('mismatch', 'liveness-failed') },
        { weight: 1, arbitrary: fc.constantFrom<FaceOutcome>('match', 'unusable') },
      ),
      wait: fc.oneof(
        { weight: 6, arbitrary: fc.constant(60_000) },
        { weight: 1, arbitrary: fc.constantFrom(0, WEEK - 1, WEEK, 3 * DAY) },
      ),
    });
    let restricted = 0;
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 5, maxLength: 40 }), (attempts) => {
        const desk = new Desk();
        const history = new History();
        for (const { card, app, outcome, wait } of attempts) {
          const before = history.standing([card, app], desk.now.getTime());
          expect(desk.standing(card, app)).toEqual(before);
          const judged = desk.try(card, app, outcome);
          if (before.kind === 'restricted') {
            restricted++;
            expect(judged).toEqual(before);
          } else {
            history.add([card, app], outcome, desk.now.getTime());
            expect(judged.kind).toBe(
              outcome === 'match' ? 'passed' : outcome === 'unusable' ? 'not-counted' : 'failed',
            );
          }
          expect(desk.standing(card, app)).toEqual(history.standing([card, app], desk.now.getTime()));
          desk.now = new Date(desk.now.getTime() + wait);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(restricted).toBeGreaterThan(1_000);
  });
});
