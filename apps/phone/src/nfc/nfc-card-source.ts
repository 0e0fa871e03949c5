import { CardGoneError } from '@kaijo/iso7816';
import type { CardSource } from '../card/card-source.ts';
import { NfcChannel } from './nfc-channel.ts';
import { faultOf, type NfcPlugin } from './nfc-plugin.ts';

/**
 * The phone's own NFC. `message`: what the sheet of iOS says while it waits, in the language that is chosen then.
 * A card that slipped or was none is waited for again by who asks; a holder who closed the sheet is not asked again
 * before they say so.
 */
export function nfcCardSource(plugin: NfcPlugin, message: () => string, answerMs?: number): CardSource {
  return {
    async waitForCard(signal) {
      const { state } = await plugin.state();
      signal.throwIfAborted();
      if (state === 'none') return 'no-card-reader';
      if (state === 'off') return 'card-reader-off';
      const leave = (): void => void plugin.close({}).catch(() => undefined);
      signal.addEventListener('abort', leave);
      try {
        await plugin.waitForCard({ message: message() });
        signal.throwIfAborted();
        return new NfcChannel(plugin, answerMs);
      } catch (error) {
        signal.throwIfAborted();
        const fault = faultOf(error);
        if (fault === 'CANCELLED') return 'card-not-held';
        throw new CardGoneError(`no card came: ${fault}`);
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}
