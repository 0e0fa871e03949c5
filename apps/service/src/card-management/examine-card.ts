import type { PinKind, Refusal } from '@kaijo/contract';
import type { CardManagement } from './port.ts';

/** What was found out about the card at the other end of a channel before anything is decided. */
export type Examined<C> =
  | {
      readonly kind: 'genuine';
      readonly card: C;
      readonly channel: Uint8Array;
      readonly commands: readonly Uint8Array[];
    }
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly statusWord?: string | undefined };

/**
 * R29: the certificate that was shown is that of the session's card (`cardRef`), and the card at the other end of the
 * channel is that card by its management id and its cryptogram.
 */
export async function examineCard<C extends { readonly ref: string; readonly managementId: Uint8Array }>(
  cardManagement: CardManagement,
  of: {
    readonly card: C;
    readonly cardRef: string | undefined;
    readonly channel: Uint8Array;
    readonly responses: readonly Uint8Array[];
    readonly targetPin: PinKind;
  },
): Promise<Examined<C>> {
  const { card, channel, responses, targetPin } = of;
  if (card.ref !== of.cardRef) return mismatch('another-certificate');
  const { managementId } = card;
  const opened = await cardManagement.authorise({ channel, responses, targetPin, managementId });
  switch (opened.kind) {
    case 'authorised':
      return { kind: 'genuine', card, channel: opened.channel, commands: opened.commands };
    case 'another-card':
      return mismatch('another-chip');
    case 'refused': {
      const { reason, statusWord } = opened;
      return { kind: 'refuse', refusal: { problem: 'card-refused', reason }, statusWord };
    }
  }
}

function mismatch(reason: string): Examined<never> {
  return { kind: 'refuse', refusal: { problem: 'card-mismatch', reason } };
}
