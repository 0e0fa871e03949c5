import { CardGoneError } from '@kaijo/iso7816';

/** Told what made a card fail that was not its being taken away: a bug, or a card file that cannot be read any more. */
export type OnDeviceFailure = (error: unknown) => void;

/** Nobody who asks the card could do anything about it, so without a listener it ends the process. */
export function reportFailure(error: unknown, listener: OnDeviceFailure | undefined): void {
  if (error instanceof CardGoneError) return;
  if (listener !== undefined) listener(error);
  else
    queueMicrotask(() => {
      throw error;
    });
}
