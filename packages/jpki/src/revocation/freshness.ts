/** Clocks of responders may run this far ahead. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** An answer without an end is as good as the moment it was made. */
const AGE_WITHOUT_NEXT_UPDATE_MS = 10 * 60_000;

/**
 * Is an answer made at `thisUpdate` current at `at`? (RFC 6960, 4.2.2.1; RFC 5280, 5.1.2.4 and 5.1.2.5)
 * @returns what is wrong with it, `undefined` when it is current
 */
export function staleness(
  update: { readonly thisUpdate: Date; readonly nextUpdate: Date | undefined },
  at: Date,
): 'from the future' | 'stale' | undefined {
  const now = at.getTime();
  const thisUpdate = update.thisUpdate.getTime();
  if (thisUpdate > now + CLOCK_SKEW_MS) return 'from the future';
  const end = update.nextUpdate?.getTime() ?? thisUpdate + AGE_WITHOUT_NEXT_UPDATE_MS;
  return now > end ? 'stale' : undefined;
}
