import { describe, expect, it } from 'vitest';
import { INVARIANTS, violationsIn } from './support/checker.ts';
import type { History } from './support/history.ts';

/** A history in which everything is as it should be: a reset, a cancellation, and five failures of another card. */
function goodHistory(): Mutable<History> {
  const failure = (triesLeft: number) => ({
    kind: 'face-check.refused',
    subjects: { card: 'ref-2' },
    data: { problem: 'face-mismatch', triesLeft },
    leafIndex: 10 + triesLeft,
  });
  const made = (reservation: string, leafIndex: number) => ({
    kind: 'reservation.made',
    subjects: { reservation },
    data: {},
    leafIndex,
  });
  const session = { reservation: 'a', kioskSession: 's' };
  return structuredClone({
    facts: [
      { kind: 'reserved', card: 1, reservation: 'a' },
      { kind: 'proof-kept', card: 1, session: 's' },
      { kind: 'receipt', card: 1, session: 's', receipt: 'r' },
      { kind: 'reserved', card: 1, reservation: 'b' },
      { kind: 'cancelled', card: 1, reservation: 'b', endedBy: 'cancelled' },
      { kind: 'reserved', card: 2, reservation: 'c' },
      // The third answer was lost; the next one counts from there.
      ...[4, 3, 1, 0].flatMap(
        (triesLeft) =>
          [
            { kind: 'face-shown', card: 2 },
            { kind: 'face-failed', card: 2, triesLeft },
          ] as const,
      ),
      { kind: 'face-shown', card: 2 },
      { kind: 'restricted', card: 2 },
    ],
    cards: [
      {
        card: 1,
        targetPin: 'auth',
        value: '8305',
        allowed: ['8305'],
        provingTriesLeft: 5,
        provingTriesFull: 5,
      },
    ],
    stored: {
      reservations: [
        {
          id: 'a',
          cardRef: 'ref-1',
          state: 'completed',
          endedBy: null,
          authorisedSession: 's',
        },
        {
          id: 'b',
          cardRef: 'ref-1',
          state: 'ended',
          endedBy: 'cancelled',
          authorisedSession: null,
        },
        {
          id: 'c',
          cardRef: 'ref-2',
          state: 'open',
          endedBy: null,
          authorisedSession: null,
        },
      ],
      kioskSessions: [{ id: 's', reservation: 'a', state: 'completed', receipt: 'r' }],
      audit: [
        made('a', 0),
        { kind: 'kiosk-session.authorised', subjects: session, data: {}, leafIndex: 1 },
        { kind: 'kiosk-session.completed', subjects: session, data: { receipt: 'r' }, leafIndex: 2 },
        made('b', 3),
        made('c', 4),
        ...[4, 3, 2, 1, 0].map(failure),
      ],
      faceFailures: [{ cardRef: 'ref-2', failures: 5, restricted: true }],
      cardsWithTwoLive: [],
      auditTree: 'intact',
    },
  } satisfies History);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends object ? Mutable<T[K]> : T[K] };

/** What is done to the good history, and the invariant that has to notice it. */
const PLANTED: readonly (readonly [string, string, (history: Mutable<History>) => unknown])[] = [
  ['acknowledged-reservation', 'a reservation is gone', ({ stored }) => stored.reservations.pop()],
  ['acknowledged-reservation', 'it was made twice', ({ stored }) => stored.audit.push(entry(stored, 0, 20))],
  ['acknowledged-reservation', 'its entry is gone', ({ stored }) => stored.audit.splice(3, 1)],
  [
    'acknowledged-cancellation',
    'what was cancelled is open again',
    ({ stored }) => Object.assign(stored.reservations[1] as object, { state: 'open', endedBy: null }),
  ],
  [
    'acknowledged-receipt',
    'the kiosk has another receipt',
    ({ facts }) => Object.assign(facts[2] as object, { receipt: 'other' }),
  ],
  [
    'acknowledged-receipt',
    'the session is not completed',
    ({ stored }) => Object.assign(stored.kioskSessions[0] as object, { state: 'authorised' }),
  ],
  [
    'one-live-reservation',
    'two are live at once',
    ({ stored }) =>
      Object.assign(stored.reservations[1] as object, { cardRef: 'ref-2', state: 'open', endedBy: null }),
  ],
  [
    'one-live-reservation',
    'two were live for a moment',
    ({ stored }) => stored.cardsWithTwoLive.push('ref-1'),
  ],
  ['completed-has-proof', 'no card has proven it', ({ facts }) => facts.splice(1, 1)],
  ['completed-is-recorded', 'its entry is gone', ({ stored }) => stored.audit.splice(2, 1)],
  [
    'completed-is-recorded',
    'it was completed twice',
    ({ stored }) => stored.audit.push(entry(stored, 2, 21)),
  ],
  ['completed-is-recorded', 'nobody has authorised it', ({ stored }) => stored.audit.splice(1, 1)],
  [
    'completion-completes',
    'a reservation is completed by nothing',
    ({ stored }) => Object.assign(stored.reservations[2] as object, { state: 'completed' }),
  ],
  ['recorded-is-stored', 'the session is gone', ({ stored }) => stored.kioskSessions.pop()],
  ['five-are-five', 'a failure is not recorded', ({ stored }) => stored.audit.splice(5, 2)],
  ['five-are-five', 'one is recorded twice', ({ stored }) => stored.audit.push(entry(stored, 5, 22))],
  [
    'five-are-five',
    'there was a sixth',
    ({ stored }) => {
      stored.audit.push(entry(stored, 5, 22));
      Object.assign(stored.faceFailures[0] as object, { failures: 6 });
    },
  ],
  [
    'five-are-five',
    'five do not restrict',
    ({ stored }) => Object.assign(stored.faceFailures[0] as object, { restricted: false }),
  ],
  [
    'five-are-five',
    'one was told twice',
    ({ facts }) => facts.push({ kind: 'face-failed', card: 2, triesLeft: 3 }),
  ],
  [
    'no-try-lost',
    'a try of the proving PIN is gone',
    ({ cards }) => Object.assign(cards[0] as object, { provingTriesLeft: 4 }),
  ],
  ['no-fourth-state', 'another PIN', ({ cards }) => Object.assign(cards[0] as object, { value: '0000' })],
  [
    'audit-tree',
    'an entry was changed',
    ({ stored }) => Object.assign(stored, { auditTree: 'entry-changed' }),
  ],
  [
    'audit-tree',
    'an entry is under no head',
    ({ stored }) => Object.assign(stored.audit[0] as object, { leafIndex: null }),
  ],
];

function entry(stored: Mutable<History['stored']>, of: number, leafIndex: number) {
  return { ...(stored.audit[of] as Mutable<History['stored']>['audit'][number]), leafIndex };
}

describe('the checker of the chaos test', () => {
  it('finds nothing in a history that is as it should be', () => {
    expect(violationsIn(goodHistory())).toEqual([]);
  });

  it.each(PLANTED)('%s: %s', (invariant, _, plant) => {
    const history = goodHistory();
    plant(history);
    expect(violationsIn(history).map((one) => one.invariant)).toContain(invariant);
  });

  it('has a planted violation for every invariant', () => {
    expect(new Set(PLANTED.map(([invariant]) => invariant))).toEqual(new Set(Object.keys(INVARIANTS)));
  });
});
