/** More than enough: each round lost means that another change of this one row got through. */
const ROUNDS = 20;

interface Change<To> {
  readonly kind: 'change';
  readonly to: To;
}

/** What it came to: `stored` is what was decided on. */
export interface Changed<Stored, To> {
  readonly kind: 'changed';
  readonly stored: Stored;
  readonly to: To;
}

/**
 * Decides on a stored row and writes the decision on the condition that nobody has changed the row meanwhile; else
 * looks again and decides anew, so that of two changes at once one wins and the other is told what it came to
 * (protocol.md, Reservation). For READ COMMITTED, where a second look sees what the winner has committed.
 *
 * @returns the change, or the decision not to change anything; `undefined` when there is no such row
 */
export async function changeIfUnchanged<
  Stored,
  To extends Stored,
  Other extends { readonly kind: string },
>(of: {
  readonly find: () => Promise<Stored | undefined>;
  readonly decide: (stored: Stored) => Change<To> | Other;
  /** Updates the row where it still is `stored`. @returns whether it was */
  readonly write: (stored: Stored, to: To) => Promise<boolean>;
}): Promise<Changed<Stored, To> | Exclude<Other, Change<To>> | undefined> {
  for (let round = 0; round < ROUNDS; round++) {
    const stored = await of.find();
    if (stored === undefined) return undefined;
    const decision = of.decide(stored);
    if (!isChange(decision)) return decision as Exclude<Other, Change<To>>;
    if (await of.write(stored, decision.to)) return { kind: 'changed', stored, to: decision.to };
  }
  throw new Error(`a row changed ${ROUNDS} times while one decision on it was written`);
}

function isChange<To>(decision: Change<To> | { readonly kind: string }): decision is Change<To> {
  return decision.kind === 'change';
}
