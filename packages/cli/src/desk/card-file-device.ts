import { type CardDevice, CardGoneError } from '@kaijo/iso7816';
import { FileCardStore, VirtualCard } from '@kaijo/virtual-card';
import { randomBytes } from '../installation/random.ts';

/**
 * The card in `file`, opened while it has power and let go in between, so that `kaijo card show` and others can use the
 * same card when it lies on no reader.
 */
export function cardFileDevice(file: string): CardDevice {
  let inserted: { readonly card: VirtualCard; readonly store: FileCardStore } | undefined;
  return {
    async powerOn() {
      if (inserted === undefined) {
        const store = await FileCardStore.open(file);
        try {
          inserted = { store, card: await VirtualCard.insert({ store, random: randomBytes }) };
        } catch (error) {
          await store.close();
          throw error;
        }
      }
      return inserted.card.powerOn();
    },
    async powerOff() {
      const current = inserted;
      inserted = undefined;
      if (current === undefined) return;
      await current.card.powerOff();
      await current.store.close();
    },
    exchange(command) {
      if (inserted === undefined) throw new CardGoneError('the card has no power');
      return inserted.card.exchange(command);
    },
  };
}
