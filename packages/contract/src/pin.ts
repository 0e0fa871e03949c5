import { type Static, Type } from 'typebox';

/** The four PINs of the card (rules.md, Words). */
export const PinKind = Type.Union(
  [Type.Literal('sign'), Type.Literal('auth'), Type.Literal('support'), Type.Literal('resident')],
  { description: 'sign: 署名用, auth: 利用者証明用, support: 券面事項入力補助用, resident: 住民基本台帳用' },
);
export type PinKind = Static<typeof PinKind>;

/** R1: the two PINs that phone and kiosk can reset. */
export const TargetPin = Type.Union([Type.Literal('sign'), Type.Literal('auth')]);
export type TargetPin = Static<typeof TargetPin>;

/** R2: the PIN that proves the holder for a target PIN is the other one. */
export function provingPinFor(target: TargetPin): TargetPin {
  return target === 'sign' ? 'auth' : 'sign';
}
