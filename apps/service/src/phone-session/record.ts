import type { LivenessStep, TargetPin } from '@kaijo/contract';

interface Begun {
  readonly id: string;
  /** SHA-256 of the bearer token. */
  readonly tokenDigest: Uint8Array;
  /** 32 bytes; what the card signs covers it. */
  readonly nonce: Uint8Array;
  readonly targetPin: TargetPin;
  /** HMAC of the app installation's id (R21). */
  readonly appRef: string;
  /** R44: the terms consented to; the sign PIN only. */
  readonly terms?: string;
  readonly expiresAt: Date;
}

/** What the card has proven; no certificate and no card face is kept (R38). */
export interface ProvenCard {
  readonly cardRef: string;
  /** SHA-256 over credential, signature and card face: only the same message may ask for another challenge. */
  readonly messageDigest: Uint8Array;
  /** What the signature covered, to recognise the card face when it comes again with the frames. */
  readonly cardFaceDigest: Uint8Array;
}

/** Drawn by the service, to be answered once (protocol.md, Liveness). */
export interface LivenessChallenge {
  readonly id: string;
  readonly steps: readonly LivenessStep[];
  readonly expiresAt: Date;
}

export interface NewPhoneSession extends Begun {
  readonly state: 'new';
}

/** The card has proven itself, the face check is open. Without a challenge: the last one was answered. */
export interface FacePhoneSession extends Begun {
  readonly state: 'face';
  readonly card: ProvenCard;
  readonly challenge?: LivenessChallenge;
}

/** It has made its reservation. */
export interface UsedPhoneSession extends Begun {
  readonly state: 'used';
}

export type PhoneSession = NewPhoneSession | FacePhoneSession | UsedPhoneSession;
