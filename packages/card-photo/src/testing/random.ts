/** Random numbers that are the same for the same seed (mulberry32). */
export class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
    // Neighbouring seeds start alike.
    for (let i = 0; i < 4; i++) this.unit();
  }

  /** 0 to below 1. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** Both ends can come. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.whole(0, from.length - 1)] as T;
  }

  /** About normal, mean 0, deviation 1. */
  normal(): number {
    return (
      this.unit() +
      this.unit() +
      this.unit() +
      this.unit() +
      this.unit() +
      this.unit() -
      3 +
      (this.unit() - 0.5) * 0.5
    );
  }
}
