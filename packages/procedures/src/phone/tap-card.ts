import {
  type CardFace,
  cardFaceDigest,
  type PhoneCardRequest,
  phoneMessage,
  type TargetPin,
  toBase64Url,
} from '@kaijo/contract';
import type { CardChannel } from '@kaijo/iso7816';
import {
  type JpkiSession,
  MyNumberCard,
  type PinB,
  type PinBOutcome,
  type PinState,
  type VerifyOutcome,
} from '@kaijo/mynacard';
import type { Secret } from '@kaijo/secret';
import { type CardTrouble, withCard } from '../card-trouble.ts';
import { authCredential, parseSignCertificate, signCredential } from '../credentials.ts';
import { sha256 } from '../sha256.ts';

export interface TapInput {
  readonly targetPin: TargetPin;
  /** Of the phone session. */
  readonly nonce: Uint8Array;
  /** Sign PIN only (R3): opens the card face. */
  readonly pinB?: PinB;
  /**
   * Asks the holder for the proving PIN, who has just been shown the tries left (R10). `undefined`: the holder gives up.
   * The PIN stays the caller's to wipe.
   */
  readonly askProvingPin: (state: PinState) => Promise<Secret | undefined>;
}

export type TapOutcome =
  | { readonly kind: 'read'; readonly request: PhoneCardRequest }
  | { readonly kind: 'not-a-my-number-card' }
  /** R41: issued without certificates; the counter is the way. */
  | { readonly kind: 'no-certificate' }
  | { readonly kind: 'given-up' }
  | { readonly kind: 'proving-pin'; readonly outcome: Exclude<VerifyOutcome<unknown>, { kind: 'correct' }> }
  | { readonly kind: 'pin-b'; readonly outcome: Exclude<PinBOutcome, { kind: 'correct' }> }
  | CardTrouble;

/**
 * The one tap of the phone's step (protocol.md, Phone 2): reads what the reservation needs and signs it. The card-face
 * application comes first, because selecting another application ends the PIN state that the signature needs (card.md).
 */
export function tapCard(channel: CardChannel, input: TapInput): Promise<TapOutcome> {
  return withCard(() =>
    input.targetPin === 'sign' ? tapForSignPin(channel, input) : tapForAuthPin(channel, input),
  );
}

async function tapForSignPin(channel: CardChannel, input: TapInput): Promise<TapOutcome> {
  if (input.pinB === undefined) throw new Error('the reset of the sign PIN needs PIN-B (R3)');
  const card = new MyNumberCard(channel);
  const cardFace = await readCardFace(card, input.pinB);
  if (cardFace.kind !== 'read') return cardFace;
  const jpki = await card.selectJpki();
  if (jpki.kind !== 'selected') return { kind: 'not-a-my-number-card' };
  const verified = await verifyAuthPin(jpki.session, input);
  if (verified.kind !== 'correct') return verified;
  const certificate = await jpki.session.readAuthCertificate();
  if (certificate === undefined) return { kind: 'no-certificate' };
  const digest = cardFaceDigest(cardFace.cardFace);
  const message = phoneMessage({
    nonce: input.nonce,
    targetPin: 'sign',
    ...(digest && { cardFaceDigest: digest }),
  });
  const signature = await verified.unlocked.signDigest(await sha256(message));
  return {
    kind: 'read',
    request: {
      credential: authCredential(certificate),
      signature: toBase64Url(signature),
      cardFace: cardFace.cardFace,
    },
  };
}

async function readCardFace(
  card: MyNumberCard,
  pinB: PinB,
): Promise<{ readonly kind: 'read'; readonly cardFace: CardFace } | Exclude<TapOutcome, { kind: 'read' }>> {
  const selection = await card.selectCardFace();
  if (selection.kind !== 'selected') return { kind: 'not-a-my-number-card' };
  const outcome = await selection.session.verifyPinB(pinB);
  if (outcome.kind !== 'correct') return { kind: 'pin-b', outcome };
  const { data, certificate } = await outcome.unlocked.read();
  return { kind: 'read', cardFace: { data: toBase64Url(data), certificate: toBase64Url(certificate) } };
}

async function verifyAuthPin(jpki: JpkiSession, { askProvingPin }: TapInput) {
  const pin = await askProvingPin(await jpki.authPin.askTriesLeft());
  if (pin === undefined) return { kind: 'given-up' } as const;
  const outcome = await jpki.authPin.verify(pin);
  return outcome.kind === 'correct' ? outcome : ({ kind: 'proving-pin', outcome } as const);
}

async function tapForAuthPin(channel: CardChannel, input: TapInput): Promise<TapOutcome> {
  const jpki = await new MyNumberCard(channel).selectJpki();
  if (jpki.kind !== 'selected') return { kind: 'not-a-my-number-card' };
  const { signPin } = jpki.session;
  const pin = await input.askProvingPin(await signPin.askTriesLeft());
  if (pin === undefined) return { kind: 'given-up' };
  const outcome = await signPin.verify(pin);
  if (outcome.kind !== 'correct') return { kind: 'proving-pin', outcome };
  const certificate = parseSignCertificate(await outcome.unlocked.readCertificate());
  const message = phoneMessage({ nonce: input.nonce, targetPin: 'auth' });
  const signature = await outcome.unlocked.signDigest(await sha256(message));
  return {
    kind: 'read',
    request: { credential: signCredential(certificate), signature: toBase64Url(signature) },
  };
}
