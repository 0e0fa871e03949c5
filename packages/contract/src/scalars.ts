import { type Static, Type } from 'typebox';

/** RFC 3339 with offset. */
export const Timestamp = Type.String({ format: 'date-time', maxLength: 40 });
export const Uuid = Type.String({ format: 'uuid', maxLength: 36 });

/** A sentence for the holder in the languages that the operator wrote it in; Japanese is always there. `sentenceFor` reads it. */
const Translation = Type.Optional(Type.String({ maxLength: 500 }));
export const Sentence = Type.Object(
  {
    ja: Type.String({ minLength: 1, maxLength: 500 }),
    'ja-easy': Translation,
    en: Translation,
    'zh-Hans': Translation,
    ko: Translation,
    vi: Translation,
    'pt-BR': Translation,
  },
  { additionalProperties: false },
);
export type Sentence = Static<typeof Sentence>;
