import type { CardDevice } from '@kaijo/iso7816';
import type { LinkModel } from './link-model.ts';
import { type LinkTime, linkTimeParts } from './link-time.ts';

/** One command that went over a modelled link. */
export interface LinkExchange {
  readonly commandBytes: number;
  readonly responseBytes: number;
  readonly isRsa: boolean;
  readonly time: LinkTime;
}

export interface LinkOptions {
  readonly model: LinkModel;
  /** Waits the given milliseconds; one that only adds them up makes a benchmark of no duration. */
  readonly wait: (milliseconds: number) => Promise<void> | void;
  readonly observe?: (exchange: LinkExchange) => void;
}

/** `device` as it is felt through the link: every answer comes as late as the model says. */
export function overLink(device: CardDevice, options: LinkOptions): CardDevice {
  return {
    powerOn: () => device.powerOn(),
    powerOff: () => device.powerOff(),
    async exchange(command) {
      const response = await device.exchange(command);
      const isRsa = usedThePrivateKey(command, response);
      const time = linkTimeParts(options.model, command.length, response.length, isRsa);
      options.observe?.({ commandBytes: command.length, responseBytes: response.length, isRsa, time });
      await options.wait(time.overhead + time.transfer + time.rsa);
      return response;
    },
  };
}

const CLA_PROPRIETARY = 0x80;
const INS_COMPUTE_DIGITAL_SIGNATURE = 0x2a;
const STATUS_WORD_LENGTH = 2;

function usedThePrivateKey(command: Uint8Array, response: Uint8Array): boolean {
  return (
    command[0] === CLA_PROPRIETARY &&
    command[1] === INS_COMPUTE_DIGITAL_SIGNATURE &&
    response.length > STATUS_WORD_LENGTH
  );
}
