/** How often something may be done under one name. Refusing changes nothing: who waits is let in again. */
export interface RateLimit {
  /** Counts one more under `name`. Gives the seconds to wait where that is too many, and does not count it then. */
  exceeded(name: string): number | undefined;
}

/** Names that are remembered at once, most recent first: memory has an end, whoever floods it. */
const NAMES_KEPT = 100_000;

/**
 * At most `times` within each `windowMs` that begins with a name's first call; `times` 0: no limit. Each process counts
 * for itself: it keeps machines from being run hot, and no rule rests on it. The time is the machine's monotonic one,
 * which nobody sets.
 */
export function rateLimit(
  times: number,
  windowMs: number,
  monotonicMs: () => number = () => performance.now(),
): RateLimit {
  const windows = new Map<string, { count: number; readonly until: number }>();
  return {
    exceeded(name) {
      if (times === 0) return undefined;
      const now = monotonicMs();
      const known = windows.get(name);
      const window = known !== undefined && now < known.until ? known : { count: 0, until: now + windowMs };
      if (window.count >= times) return Math.max(1, Math.ceil((window.until - now) / 1_000));
      window.count++;
      windows.delete(name);
      windows.set(name, window);
      if (windows.size > NAMES_KEPT) windows.delete(windows.keys().next().value as string);
      return undefined;
    },
  };
}
