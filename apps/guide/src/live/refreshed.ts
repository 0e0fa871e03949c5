/** A value that is fetched again when it has become old. */
export interface Refreshed<T> {
  /** The newest value there is; waits for the first one, and for a new one when the last is too old. */
  current(): Promise<Fetched<T> | undefined>;
}

export interface Fetched<T> {
  readonly value: T;
  /** Milliseconds by the monotonic clock. */
  readonly at: number;
  /** Grows with each fetch. */
  readonly version: number;
}

/**
 * `fetch` gives undefined when there is no answer. A value younger than `freshMs` is used as it is; up to `usableMs` it is
 * used while a new one is fetched; after that nobody is told what may no longer be true. `waitMs`: longer does no visitor
 * wait for an answer.
 */
export function refreshed<T>(of: {
  readonly fetch: () => Promise<T | undefined>;
  readonly freshMs: number;
  readonly usableMs: number;
  readonly waitMs: number;
  readonly monotonic: () => number;
  /** Earlier than `freshMs`: the value knows when it changes. */
  readonly isStale?: (value: T, ageMs: number) => boolean;
}): Refreshed<T> {
  const { fetch, freshMs, usableMs, waitMs, monotonic, isStale } = of;
  let last: Fetched<T> | undefined;
  let version = 0;
  let running: Promise<void> | undefined;
  let nextAttempt = Number.NEGATIVE_INFINITY;

  const refresh = (): Promise<void> => {
    running ??= fetch()
      .then((value) => {
        if (value !== undefined) last = { value, at: monotonic(), version: ++version };
        // Who does not answer is not asked by every visitor.
        nextAttempt = value === undefined ? monotonic() + freshMs / 5 : Number.NEGATIVE_INFINITY;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };

  return {
    async current() {
      const age = last === undefined ? Number.POSITIVE_INFINITY : monotonic() - last.at;
      const changed = last !== undefined && (isStale?.(last.value, age) ?? false);
      if (age < freshMs && !changed) return last;
      if (running === undefined && monotonic() < nextAttempt) return age < usableMs ? last : undefined;
      const done = refresh();
      if (age >= usableMs || changed) await Promise.race([done, pause(waitMs)]);
      return last !== undefined && monotonic() - last.at < usableMs ? last : undefined;
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
