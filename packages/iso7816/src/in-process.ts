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
  return {
    exclusive: true,
    async transmit(command) {
      if (!open) throw new CardGoneError('the channel is closed');
      return device.exchange(command);
    },
    async disconnect() {
      if (!open) return;
      open = false;
      await device.powerOff();
    },
  };
}
