import type { StaffRole } from '@kaijo/contract';
import type { ServiceRoute } from './route.ts';

/** Who asks, as far as the listener could tell; whether the token is still good is the feature's to decide. */
export type Caller = AnyoneCaller | BearerCaller | KioskCaller | OperatorCaller | StaffCaller;

export interface AnyoneCaller {
  readonly kind: 'anyone';
}

/** The bearer of some token. The token itself goes no further than the listener: tables keep its digest. */
export interface BearerCaller {
  readonly kind: 'bearer';
  /** SHA-256 of the token. */
  readonly tokenDigest: Uint8Array;
}

/** A kiosk with a certificate that is registered and not revoked at this moment (mutual TLS). */
export interface KioskCaller {
  readonly kind: 'kiosk';
  readonly kiosk: string;
}

/** Whoever may open the operator's socket: the operating system decides. */
export interface OperatorCaller {
  readonly kind: 'operator';
}

/** A staff member whose session, browser key and role were right at this moment (R35). */
export interface StaffCaller {
  readonly kind: 'staff';
  readonly member: string;
  /** The number at the operator, for the audit log (R39). */
  readonly number: string;
  readonly role: StaffRole;
  readonly session: string;
}

export type CallerOf<R extends ServiceRoute> = {
  anyone: AnyoneCaller;
  'phone-session': BearerCaller;
  reservation: BearerCaller;
  kiosk: KioskCaller;
  operator: OperatorCaller;
  staff: StaffCaller;
}[R['caller']];
