import { type Static, Type } from 'typebox';
import { Timestamp, Uuid } from './scalars.ts';
import { Staff } from './staff.ts';

/** R37: was this page helpful? */
export const Usefulness = Type.Union([
  Type.Literal('helpful'),
  Type.Literal('neither'),
  Type.Literal('not-helpful'),
]);
export type Usefulness = Static<typeof Usefulness>;

/** The longest free text, in characters as people count them (grapheme clusters, UAX 29). */
export const SURVEY_TEXT_LIMIT = 1_000;

/** Looks like personal data, which the survey must not keep (R37). */
export const PersonalDataKind = Type.Union([
  Type.Literal('number'),
  Type.Literal('phone'),
  Type.Literal('email'),
  Type.Literal('postcode'),
  Type.Literal('address'),
]);
export type PersonalDataKind = Static<typeof PersonalDataKind>;

export const SurveyAnswerRequest = Type.Object(
  {
    usefulness: Usefulness,
    /** At most SURVEY_TEXT_LIMIT characters; the schema's limit is on code units, where one character may have many. */
    text: Type.Optional(Type.String({ maxLength: 16_000 })),
    /** Language of the page (BCP 47). */
    language: Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 20 }),
    /** Of the first answer of this visit, where there was one. */
    visit: Type.Optional(Type.String({ maxLength: 200 })),
    /** The visitor has seen what would be masked and wants the rest to be sent. */
    masked: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type SurveyAnswerRequest = Static<typeof SurveyAnswerRequest>;

/**
 * `kept`: thanks. `answered-before`: one answer per visit, the first stands. `personal-data`: nothing was kept; the text
 * as it would be kept is shown to the visitor first. `visit` is handed in with a further answer.
 */
export const SurveyOutcome = Type.Object({
  outcome: Type.Union([
    Type.Literal('kept'),
    Type.Literal('answered-before'),
    Type.Literal('personal-data'),
    Type.Literal('too-long'),
  ]),
  visit: Type.Optional(Type.String()),
  /** personal-data */
  found: Type.Optional(Type.Array(PersonalDataKind)),
  maskedText: Type.Optional(Type.String()),
  /** too-long: the number of characters. */
  characters: Type.Optional(Type.Integer()),
});
export type SurveyOutcome = Static<typeof SurveyOutcome>;

/** Days of Japan, both inclusive. */
export const SurveyQuery = Type.Object(
  {
    from: Type.Optional(Type.String({ format: 'date' })),
    to: Type.Optional(Type.String({ format: 'date' })),
  },
  { additionalProperties: false },
);
export type SurveyQuery = Static<typeof SurveyQuery>;

/** Answers of each day that had some, by day. */
export const SurveyCounts = Type.Object({
  days: Type.Array(
    Type.Object({
      day: Type.String({ format: 'date' }),
      helpful: Type.Integer(),
      neither: Type.Integer(),
      notHelpful: Type.Integer(),
    }),
  ),
});
export type SurveyCounts = Static<typeof SurveyCounts>;

export const SurveyTextsQuery = Type.Object(
  {
    ...SurveyQuery.properties,
    /** 1 … 1000; 100 without it. */
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]{0,2}|1000)$' })),
    /** Only those before this one in the list: its `at`. */
    before: Type.Optional(Timestamp),
  },
  { additionalProperties: false },
);
export type SurveyTextsQuery = Static<typeof SurveyTextsQuery>;

export const SurveyText = Type.Object({
  id: Uuid,
  at: Timestamp,
  usefulness: Usefulness,
  language: Type.String(),
  text: Type.String(),
});
export type SurveyText = Static<typeof SurveyText>;

/** The newest first. */
export const SurveyTexts = Type.Object({ texts: Type.Array(SurveyText) });
export type SurveyTexts = Static<typeof SurveyTexts>;

/** Takes back a text that should not have been sent: the answer stays, its text goes. */
export const SurveyTextRemoval = Type.Object({ staff: Staff }, { additionalProperties: false });
