import { type CardChannel, CardGoneError } from './card-channel.ts';

/** What a software card offers to whatever carries its APDUs: power and one exchange at a time. */
export interface CardDevice {
  /** Applies power or resets; returns the ATR. */
  powerOn(): Promise<Uint8Array>;
  powerOff(): Promise<void>;
  /** @throws CardGoneError when the power was cut */
  exchange(command: Uint8Array): Promise<Uint8Array>;
}

/** Powers `device` and connects to it by function calls; always exclusive. */
export async function connectInProcess(device: CardDevice): Promise<CardChannel> {
  await device.powerOn();
  let open = true;
  let underWay: Promise<unknown> | undefined;
  return {
    exclusive: true,
    async transmit(command) {
      if (!open) throw new CardGoneError('the channel is closed');
      if (underWay !== undefined) throw new Error('one command at a time: the last one is unanswered');
      const exchange = device.exchange(command);
      underWay = exchange;
      try {
        return await exchange;
      } finally {
        underWay = undefined;
      }
    },
    async disconnect() {
      if (!open) return;
      open = false;
      await underWay?.catch(() => {}); // told to whoever transmitted
      await device.powerOff().catch(unlessCardGone);
    },
  };
}

function unlessCardGone(error: unknown): void {
  if (!(error instanceof CardGoneError)) throw error;
}
