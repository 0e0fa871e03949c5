import { type CardDevice, CardGoneError } from '@kaijo/iso7816';

/** Several cards of a holder, of which one is in use: which of its PINs is locked tells them apart. */
export interface CardChoice {
  /** Whichever card is chosen; a change counts from the next time it gets power. */
  readonly device: CardDevice;
  readonly chosen: string;
  /** False when there is no such card. */
  choose(name: string): boolean;
}

export function cardChoice(cards: ReadonlyMap<string, CardDevice>): CardChoice {
  let [chosen] = [...cards.keys()];
  if (chosen === undefined) throw new RangeError('a choice of no cards');
  let powered: CardDevice | undefined;
  return {
    get chosen() {
      return chosen as string;
    },
    choose(name) {
      if (!cards.has(name)) return false;
      chosen = name;
      return true;
    },
    device: {
      async powerOn() {
        powered = cards.get(chosen as string);
        if (powered === undefined) throw new CardGoneError('no card is chosen');
        return powered.powerOn();
      },
      async powerOff() {
        await powered?.powerOff();
        powered = undefined;
      },
      exchange(command) {
        if (powered === undefined) throw new CardGoneError('the card has no power');
        return powered.exchange(command);
      },
    },
  };
}
