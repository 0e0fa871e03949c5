import { type ClockSetting, readClock } from './clock-setting.ts';

/**
 * Lets many people wait for their moments by one simulated clock. Up to a moment it sets the clock from each of theirs to
 * the next and lets one go at a time, as nobody waits for anything but their turn; from there on the clock runs.
 */
export class Timetable {
  readonly #set: (setting: ClockSetting) => Promise<void>;
  #setting: ClockSetting;
  #runs = false;
  #busy = 0;
  #atRest: () => void = () => {};
  readonly #waiting: { readonly at: number; readonly go: () => void }[] = [];

  /** `set`: sets the service's clock likewise, and resolves when it is. */
  constructor(at: number, set: (setting: ClockSetting) => Promise<void>) {
    this.#setting = { at, since: Date.now(), speed: 0 };
    this.#set = set;
  }

  now(): number {
    return readClock(this.#setting);
  }

  /** Somebody's whole way, which waits with `until` and for answers only. */
  async follow(way: Promise<void>): Promise<void> {
    this.#busy++;
    await way.finally(() => this.#rest());
  }

  until(at: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.#runs) return void this.#wake(at, resolve);
      this.#waiting.push({ at, go: resolve });
      this.#rest();
    });
  }

  /** Everything before `end`, each as soon as the one before is done. */
  async catchUp(end: number): Promise<void> {
    for (;;) {
      if (this.#busy > 0)
        await new Promise<void>((resolve) => {
          this.#atRest = resolve;
        });
      this.#waiting.sort((a, b) => a.at - b.at);
      const [next] = this.#waiting;
      if (next === undefined || next.at >= end) return;
      this.#waiting.shift();
      await this.#setClock(Math.max(this.now(), next.at), 0);
      this.#busy++;
      next.go();
    }
  }

  /** From `at` on the clock goes by itself. */
  async run(at: number, speed: number): Promise<void> {
    await this.#setClock(at, speed);
    this.#runs = true;
    for (const { at: moment, go } of this.#waiting.splice(0)) this.#wake(moment, go);
  }

  #wake(at: number, go: () => void): void {
    setTimeout(go, Math.max(0, (at - this.now()) / this.#setting.speed));
  }

  async #setClock(at: number, speed: number): Promise<void> {
    this.#setting = { at, since: Date.now(), speed };
    await this.#set(this.#setting);
  }

  #rest(): void {
    if (--this.#busy === 0) this.#atRest();
  }
}
