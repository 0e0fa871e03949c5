import type { ReservationEnd, TargetPin } from '@kaijo/contract';

/** A kiosk session's claim on a reservation: 5 minutes at most, then it is free again (protocol.md, Reservation). */
export interface Hold {
  readonly session: string;
  readonly kiosk: string;
  readonly until: Date;
}

/** The latest decision to initialise the card's PIN, and the kiosk session that carries it out. */
export interface Authorisation {
  readonly session: string;
  readonly kiosk: string;
  readonly at: Date;
}

interface Made {
  readonly id: string;
  /** HMAC of the card's management id (R16, R39). */
  readonly cardRef: string;
  readonly targetPin: TargetPin;
  readonly reservedAt: Date;
  /** R13: at this moment it has ended. */
  readonly expiresAt: Date;
  /** Counts the changes; a change is conditional on the one it was decided on. */
  readonly version: number;
}

interface Begun extends Made {
  /** R17: 23:00 of the day after the first authorisation; later authorisations do not move it. */
  readonly finishBy: Date;
  readonly authorisation: Authorisation;
}

export interface OpenReservation extends Made {
  readonly state: 'open';
  readonly hold?: Hold;
}

export interface InitialisingReservation extends Begun {
  readonly state: 'initialising';
  readonly hold?: Hold;
}

export interface CompletedReservation extends Begun {
  readonly state: 'completed';
  readonly completedAt: Date;
}

export interface EndedReservation extends Made {
  readonly state: 'ended';
  readonly endedBy: ReservationEnd;
  readonly endedAt: Date;
  /** Present when the card had been authorised before: the PIN's state is then known to nobody (protocol.md). */
  readonly finishBy?: Date;
  readonly authorisation?: Authorisation;
}

export type LiveReservation = OpenReservation | InitialisingReservation;
export type Reservation = LiveReservation | CompletedReservation | EndedReservation;

export function isLive(reservation: Reservation): reservation is LiveReservation {
  return reservation.state === 'open' || reservation.state === 'initialising';
}
