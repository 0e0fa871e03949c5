import { createHash } from 'node:crypto';
import {
  cardFaceDigest,
  fromBase64Url,
  type PhoneCardRequest,
  phoneMessage,
  provingPinFor,
} from '@kaijo/contract';
import type { CardFaceFiles } from '@kaijo/jpki';
import { canonicalJson, type JsonObject } from '../canonical-json.ts';
import type { SignedMessage } from '../certificates/index.ts';
import { type Refused, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import type { PhoneSession } from './record.ts';

/** The card message with everything decoded that is to be checked. */
export interface CardMessage {
  readonly kind: 'message';
  readonly signed: SignedMessage;
  /** The sign PIN's only. */
  readonly cardFace?: { readonly files: CardFaceFiles; readonly digest: Uint8Array };
  /** SHA-256 of the whole message: the same one may come again (rules.ts). */
  readonly digest: Uint8Array;
}

/** Decodes the message for this session, or says which field is not what the session needs. */
export function readCardMessage(session: PhoneSession, body: PhoneCardRequest): CardMessage | Refused {
  const { credential, signature, cardFace } = body;
  // R2
  if (credential.kind !== provingPinFor(session.targetPin))
    return refuse(
      invalidField('credential.kind', `must be ${provingPinFor(session.targetPin)} for this session`),
    );
  // R38: sent only where it is needed.
  if (session.targetPin === 'auth' && cardFace !== undefined)
    return refuse(invalidField('cardFace', 'is not needed for the auth PIN'));
  if (session.targetPin === 'sign' && cardFace === undefined)
    return refuse(invalidField('cardFace', 'is needed for the face check'));
  const face = cardFace && readCardFace(cardFace);
  if (cardFace !== undefined && face === undefined)
    return refuse(invalidField('cardFace', 'is not base64url'));
  const signatureBytes = fromBase64Url(signature);
  if (signatureBytes === undefined) return refuse(invalidField('signature', 'is not base64url'));

  const message = phoneMessage({
    nonce: session.nonce,
    targetPin: session.targetPin,
    ...(face && { cardFaceDigest: face.digest }),
  });
  return {
    kind: 'message',
    signed: { credential, message, signature: signatureBytes },
    ...(face && { cardFace: face }),
    digest: sha256(canonicalJson(body as JsonObject)),
  };
}

/** `undefined` when a member is no base64url. */
export function readCardFace(
  cardFace: NonNullable<PhoneCardRequest['cardFace']>,
): { readonly files: CardFaceFiles; readonly digest: Uint8Array } | undefined {
  const data = fromBase64Url(cardFace.data);
  const certificate = fromBase64Url(cardFace.certificate);
  const digest = cardFaceDigest(cardFace);
  if (data === undefined || certificate === undefined || digest === undefined) return undefined;
  return { files: { data, certificate }, digest };
}

export function sha256(bytes: Uint8Array | string): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(bytes).digest());
}
