import type { SurveyOutcome } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { addressOf } from '../addresses.ts';
import type { Speech } from '../content/index.ts';
import { type SurveyFields, SurveyForm } from './survey-form.tsx';

/** What the visitor sees after the form was sent. */
export type SurveyReply =
  | { readonly kind: 'thanks' }
  | { readonly kind: 'answered-before' }
  | { readonly kind: 'not-chosen' }
  | { readonly kind: 'too-long'; readonly characters: number }
  | { readonly kind: 'personal-data' }
  | { readonly kind: 'away' }
  | { readonly kind: 'busy' };

export function replyTo(outcome: SurveyOutcome | undefined): SurveyReply {
  switch (outcome?.outcome) {
    case 'kept':
      return { kind: 'thanks' };
    case 'answered-before':
      return { kind: 'answered-before' };
    case 'too-long':
      return { kind: 'too-long', characters: outcome.characters ?? 0 };
    case 'personal-data':
      return { kind: 'personal-data' };
    case undefined:
      return { kind: 'away' };
  }
}

export function surveyTitle({ texts: { survey } }: Speech, { kind }: SurveyReply): string {
  return {
    thanks: survey.thanks,
    'answered-before': survey.before,
    'not-chosen': survey.chooseTitle,
    'too-long': survey.tooLongTitle,
    'personal-data': survey.personalTitle,
    away: survey.awayTitle,
    busy: survey.busyTitle,
  }[kind];
}

export function SurveyAnswerPage({
  speech,
  reply,
  fields,
}: {
  readonly speech: Speech;
  readonly reply: SurveyReply;
  readonly fields: SurveyFields;
}): ReactNode {
  const { survey } = speech.texts;
  const again = !['thanks', 'answered-before'].includes(reply.kind);
  return (
    <>
      <h1>{surveyTitle(speech, reply)}</h1>
      <Words speech={speech} reply={reply} />
      {again && (
        <SurveyForm
          speech={speech}
          fields={fields}
          {...(reply.kind === 'personal-data' && { send: survey.sendMasked })}
        />
      )}
      <p>
        <a href={addressOf(speech.language, '/')}>{survey.back}</a>
      </p>
    </>
  );
}

function Words({ speech, reply }: { readonly speech: Speech; readonly reply: SurveyReply }): ReactNode {
  const { survey } = speech.texts;
  switch (reply.kind) {
    case 'thanks':
      return null;
    case 'answered-before':
      return <p>{survey.beforeText}</p>;
    case 'not-chosen':
      return <p className="box fault">{survey.choose}</p>;
    case 'too-long':
      return <p className="box fault">{survey.tooLong({ count: reply.characters })}</p>;
    case 'personal-data':
      return <p className="box warn">{survey.personal}</p>;
    case 'away':
      return <p className="box fault">{survey.away}</p>;
    case 'busy':
      return <p className="box fault">{survey.busy}</p>;
  }
}
