import { type CardChannel, type CardDevice, CardGoneError } from '@kaijo/iso7816';
import { type CardReaders, cardsOn } from '../card-readers/index.ts';

/** A connection that failed for a reason that no reader tells of (another program had the card) is tried again. */
const AGAIN_MS = 500;

export interface WaitingDevice extends CardDevice {
  /** Whoever waited for a card has left. */
  abandon(): void;
}

/** The one card on this machine’s readers: `powerOn` waits until there is one that answers, and no second one. */
export function cardOnReaders(readers: CardReaders): WaitingDevice {
  let channel: CardChannel | undefined;
  let abandoned = false;
  let wake: (() => void) | undefined;

  const change = (): Promise<void> =>
    new Promise((resolve) => {
      const stop = readers.onChange(() => done());
      const timer = setTimeout(() => done(), AGAIN_MS);
      const done = (): void => {
        stop();
        clearTimeout(timer);
        wake = undefined;
        resolve();
      };
      wake = done;
    });

  const connect = async (): Promise<CardChannel | undefined> => {
    const cards = cardsOn(readers.readers);
    if (cards.kind !== 'one' || cards.mute) return undefined;
    const connected = await readers.connect(cards.card.reader);
    return connected.kind === 'connected' ? connected.channel : undefined;
  };

  return {
    async powerOn() {
      abandoned = false;
      while (!abandoned) {
        channel = await connect();
        if (channel !== undefined) return new Uint8Array();
        if (!abandoned) await change();
      }
      throw new CardGoneError('nobody waits for the card any more');
    },
    async powerOff() {
      await channel?.disconnect();
      channel = undefined;
    },
    exchange(command) {
      if (channel === undefined) throw new CardGoneError('the card has no power');
      return channel.transmit(command);
    },
    abandon() {
      abandoned = true;
      wake?.();
    },
  };
}
