import type { Refusal } from '@kaijo/contract';
import { equalBytes } from '@kaijo/iso7816';
import { verifyCardFace } from '@kaijo/jpki';
import type { Card } from '../certificates/index.ts';
import { type CardMessage, sha256 } from './card-message.ts';
import type { PhoneSessionDependencies } from './dependencies.ts';

export type CardCheck =
  | { readonly kind: 'proven'; readonly card: Card }
  /** `card`: where it is known all the same, for the record. */
  | { readonly kind: 'refuse'; readonly refusal: Refusal; readonly card?: Card };

/**
 * Is this message one card's own (protocol.md, Phone, 2)? Its signature, both of its certificates (R5, R6), and for the
 * sign PIN the card face: genuine, and of the same card. No image is decoded.
 */
export async function checkCard(
  { certificates, cardFaceKeys, clock }: PhoneSessionDependencies,
  { signed, cardFace }: CardMessage,
): Promise<CardCheck> {
  const checked = await certificates.checkSigned(signed, clock.now());
  if (checked.kind === 'refuse') return checked;
  const { card } = checked;
  if (cardFace === undefined) return { kind: 'proven', card };

  const verified = await verifyCardFace(cardFace.files, cardFaceKeys);
  if (verified.kind === 'refused')
    return { kind: 'refuse', card, refusal: { problem: 'card-face-invalid', reason: verified.reason } };
  // The directory knows the digest of EF 0002 alone.
  if (!equalBytes(sha256(cardFace.files.data), card.cardFaceDigest))
    return { kind: 'refuse', card, refusal: { problem: 'card-mismatch', reason: 'another-card-face' } };
  return { kind: 'proven', card };
}
