import type { CardChannel } from '@kaijo/iso7816';

/** One step of the story: how many commands went to the card and how long it took, in milliseconds. */
export interface StepRecord {
  readonly name: string;
  readonly apdus: number;
  readonly ms: number;
  /** False where the step ended in a refusal. */
  readonly done: boolean;
}

/** Outcomes of the procedures after which the story goes on. */
const GOES_ON: ReadonlySet<string> = new Set(['reserved', 'ready', 'proven', 'completed']);

/** Names the steps of a story and counts the commands and calls within each. */
export class StepMeter {
  readonly steps: StepRecord[] = [];
  #apdus = 0;
  #calls = 0;
  readonly #now: () => number;
  readonly #tell: (step: StepRecord) => void;

  constructor(now: () => number, tell: (step: StepRecord) => void) {
    this.#now = now;
    this.#tell = tell;
  }

  /** Calls to the service so far. */
  get calls(): number {
    return this.#calls;
  }

  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const [apdus, start] = [this.#apdus, this.#now()];
    const result = await work();
    const done = !isOutcome(result) || GOES_ON.has(result.kind);
    const record = { name, apdus: this.#apdus - apdus, ms: Math.round(this.#now() - start), done };
    this.steps.push(record);
    this.#tell(record);
    return result;
  }

  countingCard(channel: CardChannel): CardChannel {
    const meter = this;
    return {
      exclusive: channel.exclusive,
      transmit(command) {
        meter.#apdus += 1;
        return channel.transmit(command);
      },
      disconnect: () => channel.disconnect(),
    };
  }

  countingFetch<F extends (...args: never[]) => Promise<Response>>(fetch: F): F {
    return ((...args: Parameters<F>) => {
      this.#calls += 1;
      return fetch(...args);
    }) as F;
  }
}

function isOutcome(result: unknown): result is { readonly kind: string } {
  return typeof (result as { kind?: unknown } | undefined)?.kind === 'string';
}
