import {
  type Maintenance,
  type MaintenanceWindow,
  maintenanceAt,
  nextMaintenance,
} from '../maintenance/index.ts';
import { jstDay, jstMidnight, jstTimeOfDay } from './japan-time.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** R24: kiosks work from 06:30:00.000 … */
const OPENS_MS = (6 * 60 + 30) * MINUTE_MS;
/** … until 22:59:59.999. */
const CLOSES_MS = 23 * 60 * MINUTE_MS;
/** R25: the last moment of authorising a torn card again is 23:04:59.999. */
const GRACE_ENDS_MS = CLOSES_MS + 5 * MINUTE_MS;

/** `changesAt`: when kiosks open or close next, hours and announced maintenance counted in. */
export type KioskOpening =
  | { readonly open: true; readonly changesAt: Date }
  /** Also where maintenance runs at night: the hours keep the kiosk closed at any rate. */
  | { readonly open: false; readonly because: 'outside-hours'; readonly changesAt: Date }
  | {
      readonly open: false;
      readonly because: 'maintenance';
      readonly changesAt: Date;
      readonly maintenance: Maintenance;
    };

/** R24, R36: may a kiosk start something now, and when does that change? */
export function kioskOpening(now: Date, windows: readonly MaintenanceWindow[]): KioskOpening {
  const maintenance = maintenanceAt(windows, now, 'kiosk');
  if (isWithinHours(now) && maintenance === undefined)
    return { open: true, changesAt: closingTime(now, windows) };
  const changesAt = openingTime(now, windows);
  return isWithinHours(now) && maintenance !== undefined
    ? { open: false, because: 'maintenance', changesAt, maintenance }
    : { open: false, because: 'outside-hours', changesAt };
}

/** R24 without maintenance: what kiosks print on their door. */
export function isWithinHours(now: Date): boolean {
  const time = jstTimeOfDay(now);
  return OPENS_MS <= time && time < CLOSES_MS;
}

/** An earlier decision to initialise the same reservation's card. */
export interface PastAuthorisation {
  readonly kiosk: string;
  readonly at: Date;
}

/**
 * R25: may this kiosk be authorised to initialise a card now, as far as the hours go? (Maintenance is another question:
 * it lets a card that is already initialised be finished.)
 *
 * From 23:00:00.000 on only a card that was torn away here: its last authorisation must be of this kiosk and of this
 * day. That it was given before 23:00 follows, because after 23:00 it could only be given to a card that had one.
 */
export function mayAuthorise(options: {
  readonly now: Date;
  readonly kiosk: string;
  readonly last?: PastAuthorisation | undefined;
}): boolean {
  const { now, kiosk, last } = options;
  if (isWithinHours(now)) return true;
  return isInGrace(now) && last !== undefined && last.kiosk === kiosk && jstDay(last.at) === jstDay(now);
}

function isInGrace(now: Date): boolean {
  const time = jstTimeOfDay(now);
  return CLOSES_MS <= time && time < GRACE_ENDS_MS;
}

/** `now` is within hours and outside of maintenance. */
function closingTime(now: Date, windows: readonly MaintenanceWindow[]): Date {
  const closing = new Date(jstMidnight(now).getTime() + CLOSES_MS);
  const maintenance = nextMaintenance(windows, now, 'kiosk');
  return maintenance !== undefined && maintenance < closing ? maintenance : closing;
}

/** The first moment from `now` on that is within hours and outside of maintenance; windows are finite, so there is one. */
function openingTime(now: Date, windows: readonly MaintenanceWindow[]): Date {
  for (let moment = now; ; ) {
    const maintenance = maintenanceAt(windows, moment, 'kiosk');
    if (maintenance !== undefined) moment = maintenance.until;
    else if (!isWithinHours(moment)) moment = nextOpeningHour(moment);
    else return moment;
  }
}

function nextOpeningHour(now: Date): Date {
  const today = jstMidnight(now).getTime() + OPENS_MS;
  return new Date(today > now.getTime() ? today : today + DAY_MS);
}
