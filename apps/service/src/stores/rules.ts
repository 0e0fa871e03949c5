import type { TargetPin } from '@kaijo/contract';
import { type JapanDay, jstTimeOfDay } from '../opening/index.ts';

/** That a chain offers to reset a PIN (R26): in all of its stores, or in the one that is named. */
export interface Offer {
  readonly chain: string;
  readonly store?: string;
  readonly pin: TargetPin;
  /** From midnight in Japan with which this day begins … */
  readonly firstDay: JapanDay;
  /** … to the end of this one; open-ended without it. */
  readonly lastDay?: JapanDay;
}

/** Where something could be reset: ids of store and chain. */
export interface StoreInChain {
  readonly id: string;
  readonly chain: string;
}

export const TARGET_PINS = ['sign', 'auth'] as const satisfies readonly TargetPin[];

/** R26: does this store offer to reset this PIN on this day? */
export function offersOn(
  day: JapanDay,
  store: StoreInChain,
  pin: TargetPin,
  offers: readonly Offer[],
): boolean {
  return offers.some(
    (offer) =>
      offer.chain === store.chain &&
      (offer.store === undefined || offer.store === store.id) &&
      offer.pin === pin &&
      isCurrent(offer, day),
  );
}

/** R26: the PINs that this store resets on this day. */
export function pinsOn(day: JapanDay, store: StoreInChain, offers: readonly Offer[]): readonly TargetPin[] {
  return TARGET_PINS.filter((pin) => offersOn(day, store, pin, offers));
}

/** R43: ids of the chains of which at least one store offers this PIN on this day. */
export function chainsOn(day: JapanDay, pin: TargetPin, offers: readonly Offer[]): ReadonlySet<string> {
  return new Set(
    offers.filter((offer) => offer.pin === pin && isCurrent(offer, day)).map(({ chain }) => chain),
  );
}

/**
 * Is the store itself open (the kiosks' hours, R24, are another question)? `opens` and `closes` are `HH:MM` in Japan;
 * closing after midnight is earlier than opening, and a store without hours keeps the kiosks'.
 */
export function isStoreOpen(
  { opens, closes }: { readonly opens: string | null; readonly closes: string | null },
  now: Date,
): boolean {
  if (opens === null || closes === null || opens === closes) return true;
  const minute = Math.floor(jstTimeOfDay(now) / 60_000);
  const [from, to] = [minuteOf(opens), minuteOf(closes)];
  return from < to ? from <= minute && minute < to : from <= minute || minute < to;
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

function isCurrent({ firstDay, lastDay }: Offer, day: JapanDay): boolean {
  return firstDay <= day && (lastDay === undefined || day <= lastDay);
}
