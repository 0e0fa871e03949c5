import { type Static, Type } from 'typebox';
import { TargetPin } from './pin.ts';
import { Sentence, Uuid } from './scalars.ts';

/** A time of the day in Japan, `HH:MM`. */
export const TimeOfDay = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** A day in Japan, `YYYY-MM-DD`. */
const Day = Type.String({ format: 'date' });

export const StoreSummary = Type.Object({
  id: Uuid,
  chain: Type.String(),
  name: Type.String(),
  prefecture: Type.String(),
  /** What follows the prefecture. */
  address: Type.String(),
  /** Seven digits, `NNN-NNNN`. */
  postcode: Type.Optional(Type.String()),
  /** Which PINs can be reset there today (R26). */
  pins: Type.Array(TargetPin),
  /** The store's own hours, where they are shorter than the kiosks' (R24). `closes` may be past midnight. */
  hours: Type.Optional(Type.Object({ opens: TimeOfDay, closes: TimeOfDay })),
  /** Can a kiosk be used there now: hours of kiosks and store, maintenance (R24, R36)? */
  openNow: Type.Optional(Type.Boolean()),
  /** Metres as the crow flies from the place asked for. */
  distance: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type StoreSummary = Static<typeof StoreSummary>;

export const StoresQuery = Type.Object(
  {
    pin: Type.Optional(TargetPin),
    /** `latitude,longitude` in degrees (WGS 84). */
    near: Type.Optional(
      Type.String({ pattern: '^-?[0-9]{1,2}(\\.[0-9]{1,8})?,-?[0-9]{1,3}(\\.[0-9]{1,8})?$', maxLength: 40 }),
    ),
    /** The name of a place or of a store, or a postcode, as people write it. */
    place: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  { additionalProperties: false },
);
export type StoresQuery = Static<typeof StoresQuery>;

export const StoresAnswer = Type.Object({ stores: Type.Array(StoreSummary) });
export type StoresAnswer = Static<typeof StoresAnswer>;

/** A chain with what it offers the public, today and from announced days on (R26). */
export const PublicChain = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** In Latin letters. */
  nameLatin: Type.Optional(Type.String()),
  /** Where it takes part, in the operator's words. */
  note: Type.Optional(Sentence),
  offers: Type.Array(
    Type.Object({
      pin: TargetPin,
      firstDay: Day,
      lastDay: Type.Optional(Day),
      /** In some of its stores only. */
      someStores: Type.Boolean(),
    }),
  ),
});
export type PublicChain = Static<typeof PublicChain>;

/** Chains with a current or coming offer that are not stopped (R42). */
export const ChainsAnswer = Type.Object({ chains: Type.Array(PublicChain) });
export type ChainsAnswer = Static<typeof ChainsAnswer>;
