/** A clock that stands still until the test moves it. */
export class MovableClock {
  #now: Date;

  constructor(now: Date) {
    this.#now = now;
  }

  now(): Date {
    return this.#now;
  }

  /** `at` in Japan without an offset, as `2026-03-10T22:59:59.999`, or a moment. */
  set(at: string | Date): void {
    this.#now = typeof at === 'string' ? new Date(`${at}+09:00`) : at;
  }

  advance(ms: number): void {
    this.#now = new Date(this.#now.getTime() + ms);
  }
}
