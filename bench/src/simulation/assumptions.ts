/**
 * What the simulated nation is made of. Each value has its source, or says that it is assumed: nobody has published how
 * people come to these machines. Change one, run again, and see what it is worth.
 */
export const ASSUMPTIONS = {
  /** About what is held today; source: the task that the project was set. */
  cards: 100_000_000,
  /** PINs that are locked in a year; source: as above. */
  lockedInAYear: 10_000_000,
  /** Multi-copy machines, one to a store; source: as above. */
  stores: 50_000,
  /**
   * Share of a year's lock-outs by month, January first. Assumed, with the shape that is known: tax returns are filed from
   * 16 February to 15 March, most removals are in March and April.
   */
  byMonth: [8, 12, 20, 12, 7, 6, 6, 6, 6, 6, 5, 6],
  /** By hour of the day at which a holder begins with the phone. Assumed: little at night, a rise at noon and after work. */
  byHour: [1, 1, 0.5, 0.5, 0.5, 1, 2, 4, 5, 6, 7, 7, 9, 7, 6, 6, 6, 7, 8, 9, 9, 7, 5, 3],
  /** Weekdays against the mean; assumed. The simulated day is the busiest of the week. */
  busiestWeekday: 1.3,
  /** Of all lock-outs, those who take phone and kiosk and not the counter. Assumed; all of them would be 1. */
  byPhone: 0.6,
  /** The sign PIN (6 to 16 characters, used once a year) is lost more often. Assumed. */
  signPin: 0.6,
  /** Of those who begin: reservations that nobody takes to a store. Assumed. */
  neverCome: 0.08,
  /** From the reservation to the store, minutes: log-normal. Assumed. */
  toTheStore: { medianMinutes: 150, sigma: 1.1 },
  /** How unevenly holders spread over stores: sigma of log-normal weights. Assumed. */
  storesDiffer: 0.8,
  /** Others at the same machine (copies, tickets, certificates), customers in an open hour and minutes each. Assumed. */
  others: { perHour: 3, minutes: 4 },
  /** At the machine without waiting, seconds: log-normal; assumed around the two minutes that the design asks for. */
  atTheMachine: { medianSeconds: 110, sigma: 0.4 },
  /** Seconds from authorisation to proof without typing: docs/performance.md, Kiosk, nfc106. */
  cardSeconds: 1.2,
  /** The face check, per take. Assumed (docs/face.md says why no honest figure exists yet). */
  face: { unusable: 0.12, livenessFailed: 0.06, mismatch: 0.02 },
  /** After a failure another take at once, or the counter. Assumed. */
  givesUpAfterFailure: 0.15,
  /** At the machine: gives up before the card was authorised; proving PIN locked there. Assumed. */
  gaveUp: 0.02,
  provingLocked: 0.01,
  /** Card torn away, line or program lost between authorisation and proof. Assumed. */
  lost: 0.006,
  /** Of these, those who go on at once (the others come back later, R17). Assumed. */
  goOnAtOnce: 0.8,
} as const;

/** What the machine that docs/performance.md was written on spends; read from that page by measured.ts where it can. */
export const MEASURED_FALLBACK = { completionCpuMs: 27.4, faceCpuMs: 877 } as const;
