import type { LinkModel } from './link-model.ts';
import type { LinkExchange, LinkOptions } from './over-link.ts';

/** Adds up what a modelled link would take, without waiting for it. */
export class LinkMeter {
  readonly #exchanges: LinkExchange[] = [];

  options(model: LinkModel): LinkOptions {
    return { model, wait: () => undefined, observe: (exchange) => this.#exchanges.push(exchange) };
  }

  get exchanges(): readonly LinkExchange[] {
    return this.#exchanges;
  }

  /** Milliseconds of all exchanges so far. */
  get elapsed(): number {
    return this.#exchanges.reduce((sum, { time }) => sum + time.overhead + time.transfer + time.rsa, 0);
  }

  reset(): void {
    this.#exchanges.length = 0;
  }
}
