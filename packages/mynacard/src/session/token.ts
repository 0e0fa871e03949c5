import { equalBytes } from '@kaijo/iso7816';
import { JPKI_EF, TOKEN_LENGTH } from '../application/jpki.ts';
import { readFileStart } from './read-file.ts';
import type { SelectedApplication } from './selected-application.ts';

/** What answers as the JPKI application: it lives in phones and in the cards of the old register too. */
export type Token =
  | { readonly kind: 'my-number-card' }
  /** 住民基本台帳カード, the card before this one. */
  | { readonly kind: 'resident-register-card' }
  /** スマホ用電子証明書 in a phone's secure element. */
  | { readonly kind: 'phone' }
  | { readonly kind: 'unknown' };

const TOKENS: Readonly<Record<string, Token>> = {
  JPKIAPICCTOKEN2: { kind: 'my-number-card' },
  JPKIAPICCTOKEN: { kind: 'resident-register-card' },
  JPKIAPGPSETOKEN: { kind: 'phone' },
  JPKIAPIOSTOKEN: { kind: 'phone' },
};

export async function readToken(application: SelectedApplication): Promise<Token> {
  const name = await application.run(() => readFileStart(application, JPKI_EF.TOKEN, TOKEN_LENGTH));
  const known = name && tokenNamed(name);
  return known ?? { kind: 'unknown' };
}

function tokenNamed(name: Uint8Array): Token | undefined {
  return Object.entries(TOKENS).find(([label]) => equalBytes(name, padded(label)))?.[1];
}

function padded(label: string): Uint8Array {
  return new TextEncoder().encode(label.padEnd(TOKEN_LENGTH, ' '));
}

const MY_NUMBER_CARD_ATR = Uint8Array.of(0x3b, 0xe0, 0x00, 0xff, 0x81, 0x31, 0xfe, 0x45, 0x14);

/**
 * Whether the ATR alone says My Number Card. `false` says nothing: other generations differ and a contactless reader makes
 * an ATR of its own, so that only the SELECT of the JPKI application decides (card.md).
 */
export function isMyNumberCardAtr(atr: Uint8Array): boolean {
  return equalBytes(atr, MY_NUMBER_CARD_ATR);
}
