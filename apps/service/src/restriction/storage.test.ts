import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, transaction } from '../database/index.ts';
import { changeSettings } from '../settings/index.ts';
import { openTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import type { FaceOutcome } from './rules.ts';
import { checkRestricted, liftRestriction, recordFaceOutcome } from './storage.ts';

const NOW = new Date('2026-03-01T12:00:00+09:00');
const DAY = 86_400_000;
const inDays = (days: number) => new Date(NOW.getTime() + days * DAY);

let open: TestDatabase;
let db: Database;
beforeAll(async () => {
  open = await openTestDatabase();
  db = open.db;
});
afterAll(() => open.close());
beforeEach(() => open.clear());

const judged = (cardRef: string, appRef: string, outcome: FaceOutcome = 'mismatch', now = NOW) =>
  transaction(db, (tx) => recordFaceOutcome(tx, { cardRef, appRef, outcome, now }));
const fail = async (times: number, cardRef = 'card', appRef = 'phone') => {
  for (let i = 0; i < times; i++) await judged(cardRef, appRef);
};
const lift = (of: 'card' | 'app', ref: string, now = NOW) =>
  transaction(db, (tx) =>
    liftRestriction(tx, { subject: { of, ref }, staff: 's-17', identifiedBy: 'passport', now }),
  );
const audit = async () =>
  (await db.selectFrom('audit_entry').select(['kind', 'subjects', 'data']).execute()).map((entry) => ({
    kind: entry.kind,
    subjects: JSON.parse(entry.subjects),
    data: JSON.parse(entry.data),
  }));

describe('R21: the count belongs to the card and to the app', () => {
  it('is kept for both, and the higher one counts', async () => {
    await fail(3, 'card', 'phone-1');
    expect(await checkRestricted(db, { appRef: 'phone-2', cardRef: 'card' }, NOW)).toEqual({
      kind: 'free',
      triesLeft: 2,
    });
    expect(await checkRestricted(db, { appRef: 'phone-1' }, NOW)).toEqual({ kind: 'free', triesLeft: 2 });
    expect(await checkRestricted(db, { appRef: 'phone-2' }, NOW)).toEqual({ kind: 'free', triesLeft: 5 });
  });

  it('does not take a card’s reference for an app’s', async () => {
    await fail(4, 'same', 'phone');
    expect(await checkRestricted(db, { appRef: 'same' }, NOW)).toEqual({ kind: 'free', triesLeft: 5 });
  });
});

describe('R19, R22: a restriction begins with the fifth failure and ends after the days that the operator set', () => {
  it('is seven days by default, and in the audit log', async () => {
    await fail(4);
    expect(await judged('card', 'phone')).toMatchObject({ triesLeft: 0, restrictedUntil: inDays(7) });
    expect(await checkRestricted(db, { appRef: 'phone' }, NOW)).toEqual({
      kind: 'restricted',
      until: inDays(7),
    });
    expect(await judged('card', 'phone', 'match')).toEqual({ kind: 'restricted', until: inDays(7) });
    expect(await checkRestricted(db, { appRef: 'phone' }, inDays(7))).toEqual({ kind: 'free', triesLeft: 5 });
    expect(await audit()).toEqual([
      {
        kind: 'restriction.began',
        subjects: { card: 'card', app: 'phone' },
        data: { until: inDays(7).toISOString() },
      },
    ]);
  });

  it('follows the setting', async () => {
    const change = { restriction: { days: 2, mayBeLifted: true } };
    await transaction(db, (tx) => changeSettings(tx, { change, staff: 's-1', now: NOW }));
    await fail(5);
    expect(await checkRestricted(db, { appRef: 'phone' }, NOW)).toMatchObject({ until: inDays(2) });
  });

  it('a success sets both counts back', async () => {
    await fail(4);
    expect((await judged('card', 'phone', 'match')).kind).toBe('passed');
    expect(await checkRestricted(db, { appRef: 'phone', cardRef: 'card' }, NOW)).toMatchObject({
      triesLeft: 5,
    });
  });

  it('what cannot be judged is not counted (R20)', async () => {
    await fail(4);
    for (let i = 0; i < 3; i++) expect((await judged('card', 'phone', 'unusable')).kind).toBe('not-counted');
    expect(await checkRestricted(db, { appRef: 'phone' }, NOW)).toMatchObject({ triesLeft: 1 });
  });
});

describe('R22: staff lift a restriction', () => {
  it('of the card or of the app, each by itself, and the log says who did', async () => {
    await fail(5);
    expect(await lift('app', 'phone')).toBe(true);
    expect(await checkRestricted(db, { appRef: 'phone' }, NOW)).toEqual({ kind: 'free', triesLeft: 5 });
    expect((await checkRestricted(db, { appRef: 'phone', cardRef: 'card' }, NOW)).kind).toBe('restricted');
    expect(await lift('card', 'card')).toBe(true);
    expect(await checkRestricted(db, { appRef: 'phone', cardRef: 'card' }, NOW)).toMatchObject({
      triesLeft: 5,
    });
    expect((await audit()).slice(1)).toEqual([
      {
        kind: 'restriction.lifted',
        subjects: { app: 'phone', staff: 's-17' },
        data: { identifiedBy: 'passport' },
      },
      {
        kind: 'restriction.lifted',
        subjects: { card: 'card', staff: 's-17' },
        data: { identifiedBy: 'passport' },
      },
    ]);
  });

  it('lifts nothing where there is nothing, and gives no tries back', async () => {
    await fail(4);
    expect(await lift('card', 'card')).toBe(false);
    expect(await checkRestricted(db, { appRef: 'phone', cardRef: 'card' }, NOW)).toMatchObject({
      triesLeft: 1,
    });
    await fail(1);
    expect(await lift('card', 'card', inDays(7))).toBe(false);
    expect((await audit()).map(({ kind }) => kind)).toEqual(['restriction.began']);
  });
});
