import type { CardChannel } from '@kaijo/iso7816';

/** What keeps this device from reading any card; `card-not-held`: the holder ended the waiting (iOS has its own button). */
export type NoReader = 'no-card-reader' | 'card-reader-off' | 'card-not-held';

/** Where cards come from: the phone's NFC in the shell, the table of the playground in a browser. */
export interface CardSource {
  /**
   * Waits until a card is held to the phone and connects to it; `signal` gives up (the promise then rejects with the
   * signal's reason).
   * @throws CardGoneError when the card left again before it could be talked to
   */
  waitForCard(signal: AbortSignal): Promise<CardChannel | NoReader>;
}
