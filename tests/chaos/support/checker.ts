import type { Fact, History, Stored } from './history.ts';

/** A promise that was broken: its name in docs/invariants.md, and by what. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

/** Reads a history and says which of the invariants of docs/invariants.md do not hold. Empty: all hold. */
export function violationsIn(history: History): readonly Violation[] {
  return Object.entries(INVARIANTS).flatMap(([invariant, check]) =>
    check(history).map((what) => ({ invariant, what })),
  );
}

type Check = (history: History) => readonly string[];

export const INVARIANTS: Readonly<Record<string, Check>> = {
  'acknowledged-reservation': ({ facts, stored }) =>
    of(facts, 'reserved').flatMap(({ reservation }) => [
      ...unless(
        stored.reservations.some(({ id }) => id === reservation),
        `${reservation} is not stored`,
      ),
      ...unless(
        entriesOf(stored, 'reservation.made', { reservation }).length === 1,
        `${reservation} has not one entry of having been made`,
      ),
    ]),

  'acknowledged-cancellation': ({ facts, stored }) =>
    of(facts, 'cancelled').flatMap(({ reservation, endedBy }) => {
      const row = stored.reservations.find(({ id }) => id === reservation);
      return unless(
        row?.state === 'ended' && row.endedBy === endedBy,
        `${reservation} is ${row?.state ?? 'not stored'}, by ${row?.endedBy}; told was ${endedBy}`,
      );
    }),

  'acknowledged-receipt': ({ facts, stored }) =>
    of(facts, 'receipt').flatMap(({ session, receipt }) => {
      const row = stored.kioskSessions.find(({ id }) => id === session);
      return unless(
        row?.state === 'completed' && row.receipt === receipt,
        `session ${session} is ${row?.state ?? 'not stored'}, with another receipt or none`,
      );
    }),

  'one-live-reservation': ({ stored }) => [
    ...stored.cardsWithTwoLive.map((cardRef) => `${cardRef} had two live reservations`),
    ...[...byCard(stored)].flatMap(([cardRef, reservations]) => {
      const live = reservations.filter(({ state }) => state === 'open' || state === 'initialising');
      return unless(live.length <= 1, `${cardRef} has ${live.length} live reservations`);
    }),
  ],

  'completed-has-proof': ({ facts, stored }) =>
    completedSessions(stored).flatMap(({ id }) =>
      unless(
        of(facts, 'proof-kept').some(({ session }) => session === id),
        `session ${id} is completed, and no card has proven it`,
      ),
    ),

  'completed-is-recorded': ({ stored }) =>
    completedSessions(stored).flatMap(({ id, receipt }) => {
      const entries = entriesOf(stored, 'kiosk-session.completed', { kioskSession: id });
      const authorised = entriesOf(stored, 'kiosk-session.authorised', { kioskSession: id });
      return [
        ...unless(entries.length === 1, `session ${id} has ${entries.length} entries of its completion`),
        ...unless(entries[0]?.data.receipt === receipt, `session ${id} is recorded with another receipt`),
        ...unless(authorised.length === 1, `session ${id} has ${authorised.length} authorisations`),
      ];
    }),

  'completion-completes': ({ stored }) =>
    stored.reservations
      .filter(({ state }) => state === 'completed')
      .flatMap(({ id }) =>
        unless(
          completedSessions(stored).some(({ reservation }) => reservation === id),
          `${id} is completed without a completed session`,
        ),
      ),

  'recorded-is-stored': ({ stored }) =>
    stored.audit
      .filter(({ kind }) => kind === 'kiosk-session.completed')
      .flatMap(({ subjects }) =>
        unless(
          completedSessions(stored).some(({ id }) => id === subjects.kioskSession),
          `the completion of ${subjects.kioskSession} is recorded and not stored`,
        ),
      ),

  'five-are-five': (history) => [...failuresAnswered(history), ...failuresCounted(history)],

  'no-try-lost': ({ cards }) =>
    cards.flatMap(({ card, provingTriesLeft, provingTriesFull }) =>
      unless(
        provingTriesLeft === provingTriesFull,
        `card ${card} has ${provingTriesLeft} of ${provingTriesFull} tries of its proving PIN`,
      ),
    ),

  'no-fourth-state': ({ cards }) =>
    cards.flatMap(({ card, value, allowed }) =>
      unless(allowed.includes(value), `card ${card} has a PIN that nobody typed last`),
    ),

  'audit-tree': ({ stored }) => {
    const sealed = stored.audit.map(({ leafIndex }) => leafIndex).filter((index) => index !== null);
    return [
      ...unless(stored.auditTree === 'intact', `the tree: ${stored.auditTree}`),
      ...unless(sealed.length === stored.audit.length, `${stored.audit.length - sealed.length} not sealed`),
      ...unless(new Set(sealed).size === sealed.length, 'two entries at one place'),
    ];
  },
};

/** R19, R21: what the holder was told of failures is in the record, and nothing is that was not shown. */
function failuresAnswered({ facts, stored }: History): readonly string[] {
  const cards = new Set(of(facts, 'face-shown').map(({ card }) => card));
  return [...cards].flatMap((card) => {
    const shown = of(facts, 'face-shown').filter((fact) => fact.card === card).length;
    const answered = of(facts, 'face-failed').filter((fact) => fact.card === card);
    const cardRef = cardRefOf(card, { facts, stored });
    if (cardRef === undefined) return [];
    const recorded = failedChecks(stored, cardRef).length;
    return [
      ...unless(recorded >= answered.length, `card ${card}: ${answered.length} told, ${recorded} recorded`),
      ...unless(recorded <= shown, `card ${card}: ${shown} shown, ${recorded} recorded`),
      ...unless(
        new Set(answered.map(({ triesLeft }) => triesLeft)).size === answered.length,
        `card ${card}: one failure was told twice as another`,
      ),
    ];
  });
}

/** R19: a card's count is its recorded failures, five restrict, and there is no sixth. */
function failuresCounted({ stored }: History): readonly string[] {
  return stored.faceFailures.flatMap(({ cardRef, failures, restricted }) => {
    const recorded = failedChecks(stored, cardRef).length;
    return [
      ...unless(failures === recorded, `${cardRef}: ${recorded} recorded, ${failures} counted`),
      ...unless(failures <= 5, `${cardRef}: ${failures} failures`),
      ...unless(
        restricted === (failures === 5),
        `${cardRef}: ${failures} failures, restricted: ${restricted}`,
      ),
    ];
  });
}

/** In this history nobody passes a face check after having failed one: all failures are in a row (R22). */
function failedChecks(stored: Stored, cardRef: string) {
  return entriesOf(stored, 'face-check.refused', { card: cardRef }).filter(
    ({ data }) => data.problem === 'face-mismatch' || data.problem === 'liveness-failed',
  );
}

/** The service knows a card by a reference only: the holder's reservation leads to it. */
function cardRefOf(card: number, { facts, stored }: Pick<History, 'facts' | 'stored'>): string | undefined {
  const reserved = of(facts, 'reserved').find((fact) => fact.card === card);
  return stored.reservations.find(({ id }) => id === reserved?.reservation)?.cardRef;
}

function of<K extends Fact['kind']>(facts: readonly Fact[], kind: K) {
  return facts.filter((fact): fact is Extract<Fact, { kind: K }> => fact.kind === kind);
}

function unless(holds: boolean, what: string): readonly string[] {
  return holds ? [] : [what];
}

function completedSessions({ kioskSessions }: Stored) {
  return kioskSessions.filter(({ state }) => state === 'completed');
}

function entriesOf({ audit }: Stored, kind: string, subjects: Readonly<Record<string, string>>) {
  return audit.filter(
    (entry) =>
      entry.kind === kind &&
      Object.entries(subjects).every(([name, value]) => entry.subjects[name] === value),
  );
}

function byCard({ reservations }: Stored) {
  const cards = new Map<string, Stored['reservations'][number][]>();
  for (const one of reservations) cards.set(one.cardRef, [...(cards.get(one.cardRef) ?? []), one]);
  return cards;
}
