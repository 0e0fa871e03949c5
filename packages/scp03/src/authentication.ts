import { concatBytes } from '@kaijo/iso7816';
import type { Secret } from '@kaijo/secret';
import { DERIVATION, deriveData } from './data-derivation.ts';
import { bytesOf, type Mode } from './mode.ts';

/** What both sides have seen once INITIALIZE UPDATE is answered; both challenges have the mode's length. */
export interface Challenges {
  readonly hostChallenge: Uint8Array;
  readonly cardChallenge: Uint8Array;
}

/** Proves the card to the host (Amendment D v1.2, 6.2.2.2). 8 or 16 bytes. */
export function cardCryptogram(sMac: Secret, challenges: Challenges): Uint8Array {
  return deriveData(sMac, DERIVATION.CARD_CRYPTOGRAM, challenges.cardChallenge.length, contextOf(challenges));
}

/** Proves the host to the card (Amendment D v1.2, 6.2.2.3). 8 or 16 bytes. */
export function hostCryptogram(sMac: Secret, challenges: Challenges): Uint8Array {
  return deriveData(sMac, DERIVATION.HOST_CRYPTOGRAM, challenges.cardChallenge.length, contextOf(challenges));
}

/**
 * The pseudo-random card challenge (Amendment D v1.2, 6.2.2.1), 8 or 16 bytes.
 * `keyEnc`: the static Key-ENC. `sequenceCounter`: 0 to 0xFFFFFF. `aid`: that of the application that the channel is with.
 */
export function pseudoRandomCardChallenge(
  keyEnc: Secret,
  mode: Mode,
  sequenceCounter: number,
  aid: Uint8Array,
): Uint8Array {
  const context = concatBytes(encodeSequenceCounter(sequenceCounter), aid);
  return deriveData(keyEnc, DERIVATION.CARD_CHALLENGE, bytesOf(mode), context);
}

/** Three bytes, big-endian. @throws RangeError outside of them */
export function encodeSequenceCounter(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffff)
    throw new RangeError(`a sequence counter has three bytes, not ${value}`);
  return Uint8Array.of(value >> 16, (value >> 8) & 0xff, value & 0xff);
}

function contextOf({ hostChallenge, cardChallenge }: Challenges): Uint8Array {
  return concatBytes(hostChallenge, cardChallenge);
}
