import { type Static, Type } from 'typebox';
import { TargetPin } from './pin.ts';
import { Uuid } from './scalars.ts';

export const StoreSummary = Type.Object({
  id: Uuid,
  chain: Type.String(),
  name: Type.String(),
  prefecture: Type.String(),
  address: Type.String(),
  /** Which PINs can be reset there today (R26). */
  pins: Type.Array(TargetPin),
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
  },
  { additionalProperties: false },
);
export type StoresQuery = Static<typeof StoresQuery>;

export const StoresAnswer = Type.Object({ stores: Type.Array(StoreSummary) });
export type StoresAnswer = Static<typeof StoresAnswer>;
