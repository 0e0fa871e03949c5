/** The service's time, which decides (R13, R24): a phone's own clock may be wrong. */
export class ServiceClock {
  #ahead = 0;

  /** `now`: what the service has just said, RFC 3339. Less than a second is the network's. */
  learn(now: string): void {
    const ahead = Date.parse(now) - Date.now();
    if (Number.isFinite(ahead)) this.#ahead = Math.abs(ahead) < 1_000 ? 0 : ahead;
  }

  readonly now = (): Date => new Date(Date.now() + this.#ahead);
}
