import type { TargetPin } from '@kaijo/contract';
import { type CardChannel, type CardDevice, connectInProcess } from '@kaijo/iso7816';
import { MyNumberCard, type PinState } from '@kaijo/mynacard';
import {
  type CardMemory,
  type CardState,
  MemoryCardStore,
  type PinRecord,
  TearSwitch,
  VirtualCard,
} from '@kaijo/virtual-card';
import { random } from './demo-card.ts';

/** A card in the holder's hand: it can be torn away, looked into, and remembers what it was sent. */
export class CardInHand {
  readonly tear: TearSwitch;
  readonly #store: MemoryCardStore;
  readonly #executed: number[];

  private constructor(tear: TearSwitch, store: MemoryCardStore, executed: number[]) {
    this.tear = tear;
    this.#store = store;
    this.#executed = executed;
  }

  static async of(state: CardState): Promise<CardInHand> {
    const store = new MemoryCardStore(state);
    const executed: number[] = [];
    const card = await VirtualCard.insert({ store, random });
    return new CardInHand(new TearSwitch(recording(card, executed)), store, executed);
  }

  /** On a reader: powered, and exclusively connected. */
  connect(): Promise<CardChannel> {
    return connectInProcess(this.tear);
  }

  /** Instruction bytes that the card has executed since it was made, whether or not anybody heard the answer. */
  get executed(): readonly number[] {
    return this.#executed;
  }

  async memory(): Promise<CardMemory> {
    return (await this.#store.load()).memory;
  }

  /** What the card itself says of its PINs' tries, without spending one (R10). */
  async askTries(): Promise<Readonly<Record<TargetPin, PinState>>> {
    const channel = await this.connect();
    try {
      const selection = await new MyNumberCard(channel).selectJpki();
      if (selection.kind !== 'selected') throw new Error('not a My Number Card any more');
      return await selection.session.askBothPins();
    } finally {
      await channel.disconnect();
    }
  }
}

function recording(device: CardDevice, executed: number[]): CardDevice {
  return {
    powerOn: () => device.powerOn(),
    powerOff: () => device.powerOff(),
    async exchange(command) {
      const answer = await device.exchange(command);
      executed.push(command[1] ?? 0);
      return answer;
    },
  };
}

/** The value of a PIN in the card's memory; `undefined`: initialised, not set. */
export function pinValue({ value }: PinRecord): string | undefined {
  return value?.use((bytes) => String.fromCharCode(...bytes));
}
