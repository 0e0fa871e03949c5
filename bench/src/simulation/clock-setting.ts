/** A clock that is set from outside: it said `at` when the machine's said `since`, and goes `speed` times as fast. */
export interface ClockSetting {
  readonly at: number;
  readonly since: number;
  /** 0: it stands. */
  readonly speed: number;
}

export function readClock({ at, since, speed }: ClockSetting): number {
  return at + (Date.now() - since) * speed;
}
