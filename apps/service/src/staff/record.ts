import type { StaffRole } from '@kaijo/contract';

export interface StaffMember {
  readonly id: string;
  /** At the operator; it is what the audit log says. */
  readonly number: string;
  readonly role: StaffRole;
  readonly since: Date;
  readonly suspendedAt?: Date;
  readonly hasPasskey: boolean;
}

export interface Invite {
  readonly id: string;
  readonly member: string;
  readonly expiresAt: Date;
  readonly usedAt?: Date;
}

/** One browser that is signed in. */
export interface SignedIn {
  readonly id: string;
  readonly member: string;
  /** SubjectPublicKeyInfo; its private key is in that browser and nowhere else. */
  readonly sessionKey: Uint8Array;
  readonly startedAt: Date;
  readonly seenAt: Date;
  readonly endedAt?: Date;
}

/** A question that a passkey answers once. */
export interface Ceremony {
  readonly id: string;
  readonly purpose:
    | { readonly kind: 'registration'; readonly invite: string }
    | { readonly kind: 'sign-in'; readonly sessionKey: Uint8Array }
    /** R35: `subject` is what a second person confirms. */
    | { readonly kind: 'confirmation'; readonly subject: string };
  /** base64url */
  readonly challenge: string;
  readonly expiresAt: Date;
}
