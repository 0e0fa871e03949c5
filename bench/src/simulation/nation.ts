import {
  type Counts,
  isWithinHours,
  type LiveReservation,
  mayAuthorise,
  NO_FAILURES,
  type Reservation,
  reservationRules,
  restrictionRules,
} from '@kaijo/service/rules';
import { Agenda } from './agenda.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { Chance, cumulative } from './chance.ts';
import type { FaceShown, Step } from './step.ts';
import { Tally } from './tally.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

export interface Nation {
  /** Midnight in Japan of the simulated day. */
  readonly day: Date;
  readonly seed: number;
  /** 1: everybody. */
  readonly scale: number;
  /** How many times as often as assumed somebody gives up, locks the proving PIN or tears the card away; absent: 1. */
  readonly faults?: number;
}

/**
 * One day of a nation over the service's own rules: who begins with the phone, passes the face check or not, comes to a
 * store, waits, is authorised, is torn away and comes back. The day before runs ahead, so that its reservations are there.
 * `tell`: hears each step of each holder, in the order of the holder's day, with what the rules said to it.
 */
export function simulateDay(
  { day, seed, scale, faults = 1 }: Nation,
  tell: (step: Step) => void = () => {},
): Tally {
  const chance = new Chance(seed);
  const agenda = new Agenda();
  const tally = new Tally(day);
  const stores = Math.max(1, Math.round(ASSUMPTIONS.stores * scale));
  const storeWeights = cumulative(
    Array.from({ length: stores }, () => chance.logNormal(1, ASSUMPTIONS.storesDiffer)),
  );
  /** When each machine is free again of those who came before. */
  const freeAt = new Float64Array(stores);
  /** Until when others were reckoned with. */
  const othersUntil = new Float64Array(stores);
  const hours = cumulative(ASSUMPTIONS.byHour);
  let holders = 0;

  for (const start of [day.getTime() - DAY, day.getTime()]) {
    const expected = lockOutsOn(new Date(start)) * ASSUMPTIONS.byPhone * scale;
    for (let left = chance.poisson(expected); left > 0; left--) {
      const at = start + (chance.pick(hours) + chance.next()) * HOUR;
      const target = chance.happens(ASSUMPTIONS.signPin) ? 'sign' : 'auth';
      agenda.add(at, () => begin(at, `card ${holders++}`, target));
    }
  }
  agenda.run(day.getTime() + DAY);
  return tally;

  function begin(at: number, card: string, target: 'sign' | 'auth', counts: Counts = NOBODY_FAILED): void {
    tally.count(at, 'phone sessions');
    tell({ kind: 'phone', at, card, target, said: 'begun' });
    if (target === 'auth') return void reserve(at + 2 * MINUTE, card, target);
    const standing = restrictionRules.restrictionAt(counts, new Date(at));
    if (standing.kind === 'restricted') return void tally.count(at, 'restricted at the start');
    takeFace(at + 3 * MINUTE, card, counts);
  }

  /** R19 to R22 decide what becomes of each take. */
  function takeFace(at: number, card: string, counts: Counts): void {
    tally.count(at, 'face checks');
    const shows = faceOutcome();
    const judged = restrictionRules.judge(counts, shows, new Date(at), WEEK);
    tell({ kind: 'face', at, card, shows, said: judged.kind === 'passed' ? 'passed' : PROBLEM_OF[shows] });
    switch (judged.kind) {
      case 'passed':
        return void reserve(at + 10 * SECOND, card, 'sign');
      case 'not-counted':
        tally.count(at, 'pictures not judged (R20)');
        return void agenda.add(at + 20 * SECOND, () => takeFace(at + 20 * SECOND, card, counts));
      case 'restricted':
        return void tally.count(at, 'restricted at the start');
      case 'failed':
        tally.count(at, 'face checks failed (R19)');
        if (judged.restrictedUntil !== undefined) return void tally.count(at, 'apps restricted (R19)');
        if (chance.happens(ASSUMPTIONS.givesUpAfterFailure))
          return void tally.count(at, 'went to the counter');
        return void agenda.add(at + 30 * SECOND, () => takeFace(at + 30 * SECOND, card, judged.counts));
    }
  }

  function faceOutcome(): FaceShown {
    const { unusable, livenessFailed, mismatch } = ASSUMPTIONS.face;
    const drawn = chance.next();
    if (drawn < unusable) return 'unusable';
    if (drawn < unusable + livenessFailed) return 'liveness-failed';
    return drawn < unusable + livenessFailed + mismatch ? 'mismatch' : 'match';
  }

  function reserve(at: number, card: string, targetPin: 'sign' | 'auth'): void {
    const made = reservationRules.reserve({ id: card, cardRef: card, targetPin }, undefined, new Date(at));
    if (made.kind === 'refuse') return void tally.count(at, 'reservations refused');
    tally.count(at, 'reservations');
    tell({ kind: 'reserve', at, card, said: 'reserved' });
    if (chance.happens(ASSUMPTIONS.neverCome)) return void tally.count(at, 'never come to a store');
    const { medianMinutes, sigma } = ASSUMPTIONS.toTheStore;
    const wanted = at + chance.logNormal(medianMinutes, sigma) * MINUTE;
    visit(whenOpen(wanted), made.reservation, chance.pick(storeWeights));
  }

  /** R24: who comes at night comes in the morning instead, some time in the first two hours. */
  function whenOpen(at: number): number {
    if (isWithinHours(new Date(at))) return at;
    const midnight = at - ((((at + 9 * HOUR) % DAY) + DAY) % DAY);
    const opening = midnight + 6.5 * HOUR;
    return (opening > at ? opening : opening + DAY) + chance.next() * 2 * HOUR;
  }

  function visit(arrives: number, reservation: LiveReservation, store: number): void {
    agenda.add(arrives, () => {
      const begins = waitAt(store, arrives);
      tally.waited(arrives, begins - arrives);
      const { medianSeconds, sigma } = ASSUMPTIONS.atTheMachine;
      const takes = chance.logNormal(medianSeconds, sigma) * SECOND;
      freeAt[store] = begins + takes;
      agenda.add(begins, () => atMachine(begins, takes, reservation, store));
    });
  }

  /** One machine, first come first served, others among them. */
  function waitAt(store: number, arrives: number): number {
    const since = Math.max(othersUntil[store] ?? 0, arrives - 2 * HOUR);
    const { perHour, minutes } = ASSUMPTIONS.others;
    const came = chance.poisson((perHour * (arrives - since)) / HOUR);
    const moments = Array.from({ length: came }, () => since + chance.next() * (arrives - since));
    for (const moment of moments.toSorted((a, b) => a - b))
      freeAt[store] = Math.max(freeAt[store] ?? 0, moment) + chance.exponential(minutes * MINUTE);
    othersUntil[store] = arrives;
    return Math.max(arrives, freeAt[store] ?? 0);
  }

  function atMachine(at: number, takes: number, stored: Reservation, store: number): void {
    tally.count(at, 'kiosk sessions');
    const by = { session: `${stored.id} ${at}`, kiosk: String(store) };
    const card = stored.cardRef;
    // R24: whoever waited beyond closing time finds the machine closed.
    const last = stored.state === 'initialising' ? stored.authorisation : undefined;
    if (!mayAuthorise({ now: new Date(at), kiosk: by.kiosk, last })) {
      tell({ kind: 'session', at, card, store, said: 'outside-hours' });
      return void tally.refused(at, 'outside-hours (R24)');
    }
    const held = reservationRules.hold(stored, by, new Date(at));
    if (held.kind !== 'change') {
      const why = held.kind === 'refuse' ? held.refusal.problem : 'kept';
      tell({ kind: 'session', at, card, store, said: why });
      return void tally.refused(at, why);
    }
    tell({ kind: 'session', at, card, store, said: 'held' });
    for (const [why, share] of LEAVES) {
      if (!chance.happens(share * faults)) continue;
      tell({ kind: 'leave', at, card, said: why });
      return void tally.refused(at, why);
    }
    const asked = at + takes - ASSUMPTIONS.cardSeconds * SECOND;
    agenda.add(asked, () => authorise(asked, held.to, by, store));
  }

  function authorise(
    at: number,
    held: LiveReservation,
    by: { readonly session: string; readonly kiosk: string },
    store: number,
  ): void {
    const card = held.cardRef;
    const last = held.state === 'initialising' ? held.authorisation : undefined;
    if (!mayAuthorise({ now: new Date(at), kiosk: by.kiosk, last })) {
      tell({ kind: 'authorise', at, card, said: 'outside-hours' });
      return void tally.refused(at, 'outside-hours (R25)');
    }
    const authorised = reservationRules.authorise(held, by, new Date(at));
    if (authorised.kind !== 'change') {
      const why = authorised.kind === 'refuse' ? authorised.refusal.problem : 'kept';
      tell({ kind: 'authorise', at, card, said: why });
      return void tally.refused(at, why);
    }
    tally.count(at, 'authorisations');
    tell({ kind: 'authorise', at, card, said: 'authorised' });
    if (chance.happens(ASSUMPTIONS.lost * faults)) {
      tell({ kind: 'complete', at, card, said: 'torn' });
      tally.count(at, 'torn or lost after the authorisation');
      const soon = chance.happens(ASSUMPTIONS.goOnAtOnce);
      const again = soon ? at + MINUTE : whenOpen(at + chance.logNormal(6, 0.5) * HOUR);
      return void visit(again, authorised.to, store);
    }
    const proven = at + ASSUMPTIONS.cardSeconds * SECOND;
    agenda.add(proven, () => {
      const done = reservationRules.complete(authorised.to, by, new Date(proven));
      if (done.kind === 'change') tally.count(proven, 'completions');
      if (done.kind === 'change') tell({ kind: 'complete', at: proven, card, said: 'completed' });
      if (done.kind === 'change' && last !== undefined)
        tally.count(proven, 'completed at a later attempt (R17)');
    });
  }
}

/** What ends a visit before the card was authorised. */
const LEAVES = [
  ['proving PIN locked (R11)', ASSUMPTIONS.provingLocked],
  ['gave up', ASSUMPTIONS.gaveUp],
] as const;

const PROBLEM_OF = {
  match: 'passed',
  unusable: 'image-unusable',
  'liveness-failed': 'liveness-failed',
  mismatch: 'face-mismatch',
} as const;

const NOBODY_FAILED: Counts = { card: NO_FAILURES, app: NO_FAILURES };

/** By month and weekday. */
function lockOutsOn(day: Date): number {
  const inJapan = new Date(day.getTime() + 9 * HOUR);
  const month = inJapan.getUTCMonth();
  const days = new Date(Date.UTC(inJapan.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const share = (ASSUMPTIONS.byMonth[month] ?? 0) / ASSUMPTIONS.byMonth.reduce((sum, one) => sum + one, 0);
  return ((ASSUMPTIONS.lockedInAYear * share) / days) * ASSUMPTIONS.busiestWeekday;
}
