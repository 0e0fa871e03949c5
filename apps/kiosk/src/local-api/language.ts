import { type Static, Type } from 'typebox';

/** The languages of the kiosk, by their BCP 47 tags; `ja-easy` is やさしい日本語. Japanese is where it starts. */
export const KioskLanguage = Type.Union([
  Type.Literal('ja'),
  Type.Literal('ja-easy'),
  Type.Literal('en'),
  Type.Literal('zh-Hans'),
  Type.Literal('ko'),
  Type.Literal('vi'),
  Type.Literal('pt-BR'),
]);
export type KioskLanguage = Static<typeof KioskLanguage>;

export const KIOSK_LANGUAGES: readonly KioskLanguage[] = KioskLanguage.anyOf.map((one) => one.const);
