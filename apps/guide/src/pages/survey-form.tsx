import type { Usefulness } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';

/** The name of the field that people do not see and programs fill in. */
export const TRAP_FIELD = 'website';

export interface SurveyFields {
  readonly usefulness?: Usefulness;
  readonly text?: string;
  readonly visit?: string;
}

/** R37: three answers, free text, the two warnings. A form as HTML has it: no script, no puzzle. */
export function SurveyForm({
  speech,
  fields = {},
  send,
}: {
  readonly speech: Speech;
  readonly fields?: SurveyFields;
  /** The button's word, where it is another one. */
  readonly send?: string;
}): ReactNode {
  const { survey } = speech.texts;
  const answers = [
    ['helpful', survey.helpful],
    ['neither', survey.neither],
    ['not-helpful', survey.notHelpful],
  ] as const;
  return (
    <form method="post" action={addressOf(speech.language, '/survey')}>
      <fieldset>
        <legend>{survey.question}</legend>
        {answers.map(([value, label]) => (
          <label key={value} className="choice">
            <input
              type="radio"
              name="usefulness"
              value={value}
              required
              {...(fields.usefulness === value && { defaultChecked: true })}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <label className="field" htmlFor="survey-text">
        {survey.text}
      </label>
      <ul id="survey-warnings">
        <li>{survey.warnPersonal}</li>
        <li>{survey.warnQuestions}</li>
      </ul>
      <textarea
        id="survey-text"
        name="text"
        rows={6}
        maxLength={16_000}
        aria-describedby="survey-warnings"
        defaultValue={fields.text ?? ''}
      />
      <div className="trap" aria-hidden="true">
        <label>
          {survey.trap} <input type="text" name={TRAP_FIELD} tabIndex={-1} autoComplete="off" />
        </label>
      </div>
      {fields.visit !== undefined && <input type="hidden" name="visit" value={fields.visit} />}
      <button type="submit">{send ?? survey.send}</button>
    </form>
  );
}
