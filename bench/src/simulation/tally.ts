const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 24 * HOUR;

/** What happened on the day, by hour and in all; what was before it is not counted. */
export class Tally {
  readonly #start: number;
  readonly counts = new Map<string, number>();
  readonly refusals = new Map<string, number>();
  /** Per name and hour of the day. */
  readonly #hours = new Map<string, number[]>();
  /** Per name and minute of the day. */
  readonly #minutes = new Map<string, Uint32Array>();
  readonly #waits: number[] = [];

  constructor(day: Date) {
    this.#start = day.getTime();
  }

  count(at: number, name: string): void {
    const since = at - this.#start;
    if (since < 0 || since >= DAY) return;
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const hours = this.#hours.get(name) ?? Array<number>(24).fill(0);
    hours[Math.floor(since / HOUR)] = (hours[Math.floor(since / HOUR)] ?? 0) + 1;
    this.#hours.set(name, hours);
    const minutes = this.#minutes.get(name) ?? new Uint32Array(DAY / MINUTE);
    const minute = Math.floor(since / MINUTE);
    minutes[minute] = (minutes[minute] ?? 0) + 1;
    this.#minutes.set(name, minutes);
  }

  refused(at: number, why: string): void {
    if (at < this.#start || at >= this.#start + DAY) return;
    this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
  }

  waited(at: number, milliseconds: number): void {
    if (at >= this.#start && at < this.#start + DAY) this.#waits.push(milliseconds);
  }

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  hoursOf(name: string): readonly number[] {
    return this.#hours.get(name) ?? Array<number>(24).fill(0);
  }

  /** A second, in the busiest minute. */
  peakOf(name: string): number {
    return Math.max(0, ...(this.#minutes.get(name) ?? [])) / 60;
  }

  /** Minutes that so many of a hundred waited no longer than. */
  waitedMinutes(percent: number): number {
    const sorted = this.#waits.toSorted((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))] ?? 0) / MINUTE;
  }

  waitedLongerThan(minutes: number): number {
    return this.#waits.filter((wait) => wait > minutes * MINUTE).length / Math.max(1, this.#waits.length);
  }
}
