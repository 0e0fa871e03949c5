import { CardGoneError, CardProtocolError } from '@kaijo/iso7816';

/** What a card can do to a procedure besides answering. */
export type CardTrouble =
  /** Taken away, or its reader or link is gone. */
  | { readonly kind: 'card-gone' }
  /** It answered what no My Number Card answers. */
  | { readonly kind: 'card-defective' };

/** Runs `work`; trouble with the card becomes a value, every other exception stays one. */
export async function withCard<T>(work: () => Promise<T>): Promise<T | CardTrouble> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CardGoneError) return { kind: 'card-gone' };
    if (error instanceof CardProtocolError) return { kind: 'card-defective' };
    throw error;
  }
}
