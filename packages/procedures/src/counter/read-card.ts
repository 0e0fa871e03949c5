import { toBase64Url } from '@kaijo/contract';
import type { CardChannel } from '@kaijo/iso7816';
import { MyNumberCard, type PinKind, type PinState } from '@kaijo/mynacard';
import { type CardTrouble, withCard } from '../card-trouble.ts';

/** What the counter sees of a card before anything is typed. */
export interface CardAtCounter {
  readonly kind: 'card';
  /** EF 000A, base64url: free to read, and nothing personal in it. */
  readonly authCertificate: string;
  /** R10: tries left of all four PINs; asking spends none. */
  readonly pins: Readonly<Record<PinKind, PinState>>;
}

export type CardRead =
  | CardAtCounter
  | { readonly kind: 'not-a-my-number-card' }
  /** Issued without certificates (R41): the issuer's directory cannot be asked for it. */
  | { readonly kind: 'no-certificate' }
  | CardTrouble;

export function readCardAtCounter(channel: CardChannel): Promise<CardRead> {
  return withCard(async (): Promise<CardRead> => {
    const card = new MyNumberCard(channel);
    const jpki = await card.selectJpki();
    if (jpki.kind !== 'selected') return { kind: 'not-a-my-number-card' };
    const authCertificate = await jpki.session.readAuthCertificate();
    if (authCertificate === undefined) return { kind: 'no-certificate' };
    const both = await jpki.session.askBothPins();
    const support = await card.selectInputSupport();
    const supportPin = support.kind === 'selected' ? await support.session.pin.askTriesLeft() : ABSENT;
    const resident = await card.selectResident();
    const residentPin = resident.kind === 'selected' ? await resident.session.pin.askTriesLeft() : ABSENT;
    return {
      kind: 'card',
      authCertificate: toBase64Url(authCertificate),
      pins: { ...both, support: supportPin, resident: residentPin },
    };
  });
}

const ABSENT: PinState = { kind: 'absent' };
