/** Failed face checks in a row of one card or one app installation (R21). */
export interface FailureCount {
  readonly failures: number;
  /** Present from the fifth failure on; at this moment it has ended. */
  readonly restrictedUntil?: Date;
}

/** The two counts that an attempt is made under (R21). */
export interface Counts {
  readonly card: FailureCount;
  readonly app: FailureCount;
}

export type Standing =
  | { readonly kind: 'free'; readonly triesLeft: number }
  | { readonly kind: 'restricted'; readonly until: Date };

/** What a face check found. `unusable`: the pictures cannot be judged (R20). */
export type FaceOutcome = 'match' | 'mismatch' | 'liveness-failed' | 'unusable';

/** R19: there is no sixth. */
export const FAILURES_IN_A_ROW = 5;

export const NO_FAILURES: FailureCount = { failures: 0 };

/** R19, R21: may one more face check be made, and how many failures are left? The higher count decides. */
export function restrictionAt({ card, app }: Counts, now: Date): Standing {
  const present = [countAt(card, now), countAt(app, now)];
  const ends = present.flatMap(({ restrictedUntil }) => restrictedUntil ?? []);
  if (ends.length > 0) return { kind: 'restricted', until: new Date(Math.max(...ends.map(Number))) };
  return {
    kind: 'free',
    triesLeft: FAILURES_IN_A_ROW - Math.max(...present.map(({ failures }) => failures)),
  };
}

export type Judged =
  /** The face check was the holder's; the counts are back at zero (R22). */
  | { readonly kind: 'passed'; readonly counts: Counts }
  /** A failure was counted (R19); `restricted` from the fifth on. */
  | {
      readonly kind: 'failed';
      readonly counts: Counts;
      readonly triesLeft: number;
      readonly restrictedUntil?: Date;
    }
  /** R20: another take is asked for, and nothing is counted. */
  | { readonly kind: 'not-counted'; readonly triesLeft: number }
  /** Restricted before this outcome came in, say from another phone at the same time: it is void, a match as well. */
  | { readonly kind: 'restricted'; readonly until: Date };

/** R19-R22: what one outcome does to the counts of its card and its app. `restrictionMs`: length of a restriction. */
export function judge(counts: Counts, outcome: FaceOutcome, now: Date, restrictionMs: number): Judged {
  const standing = restrictionAt(counts, now);
  if (standing.kind === 'restricted') return standing;
  switch (outcome) {
    case 'match':
      return { kind: 'passed', counts: { card: NO_FAILURES, app: NO_FAILURES } };
    case 'unusable':
      return { kind: 'not-counted', triesLeft: standing.triesLeft };
    case 'mismatch':
    case 'liveness-failed': {
      const after = {
        card: oneMore(counts.card, now, restrictionMs),
        app: oneMore(counts.app, now, restrictionMs),
      };
      const next = restrictionAt(after, now);
      return next.kind === 'free'
        ? { kind: 'failed', counts: after, triesLeft: next.triesLeft }
        : { kind: 'failed', counts: after, triesLeft: 0, restrictedUntil: next.until };
    }
  }
}

/** R22: staff end a restriction before its time; five tries are left then. `undefined` when there is none at `now`. */
export function liftedAt(count: FailureCount, now: Date): FailureCount | undefined {
  return countAt(count, now).restrictedUntil === undefined ? undefined : NO_FAILURES;
}

/** A restriction that has ended leaves no failures behind (R22). */
function countAt(count: FailureCount, now: Date): FailureCount {
  return count.restrictedUntil !== undefined && now >= count.restrictedUntil ? NO_FAILURES : count;
}

function oneMore(count: FailureCount, now: Date, restrictionMs: number): FailureCount {
  const failures = countAt(count, now).failures + 1;
  if (failures < FAILURES_IN_A_ROW) return { failures };
  return { failures, restrictedUntil: new Date(now.getTime() + restrictionMs) };
}
