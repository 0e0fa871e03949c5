import type { TargetPin } from '@kaijo/contract';

interface Begun {
  readonly id: string;
  readonly kiosk: string;
  readonly reservation: string;
  /** HMAC of the card's management id (R39). */
  readonly cardRef: string;
  readonly targetPin: TargetPin;
  /** 32 bytes; both of the card's signatures in this session cover it. */
  readonly nonce: Uint8Array;
  readonly openedAt: Date;
  /** Until when it may be authorised: the reservation is held for that long. */
  readonly heldUntil: Date;
}

export interface HeldKioskSession extends Begun {
  readonly state: 'held';
  /** Card management's: opaque, no secret. */
  readonly channel: Uint8Array;
}

export interface AuthorisedKioskSession extends Begun {
  readonly state: 'authorised';
  readonly channel: Uint8Array;
}

export interface CompletedKioskSession extends Begun {
  readonly state: 'completed';
  readonly receipt: string;
  readonly completedAt: Date;
}

export type KioskSession = HeldKioskSession | AuthorisedKioskSession | CompletedKioskSession;
