import type { TargetPin } from '@kaijo/contract';
import { Button, Notice, PinName, Screen, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';

const QUESTIONS = ['notSure.shape', 'notSure.purpose', 'notSure.remembered'];

/** Not sure which PIN: three questions, or the card (screens.md, Phone 1). */
export function NotSure(): ReactNode {
  const { step } = useFlow();
  const { notSure } = useTexts();
  switch (step) {
    case 'notSure.shape':
      return (
        <Question
          heading={notSure.shapeHeading}
          auth={notSure.shapeAuth}
          sign={notSure.shapeSign}
          unknown={notSure.unknown}
        />
      );
    case 'notSure.purpose':
      return (
        <Question
          heading={notSure.purposeHeading}
          auth={notSure.purposeAuth}
          sign={notSure.purposeSign}
          unknown={notSure.unknown}
        />
      );
    case 'notSure.remembered':
      return (
        <Question
          heading={notSure.rememberedHeading}
          auth={notSure.rememberedAuth}
          sign={notSure.rememberedSign}
          unknown={notSure.rememberedNone}
          // Who remembers the one has lost the other.
          points={{ auth: 'sign', sign: 'auth' }}
        />
      );
    default:
      return <Answer />;
  }
}

interface QuestionProps {
  readonly heading: string;
  readonly auth: string;
  readonly sign: string;
  readonly unknown: string;
  readonly points?: Readonly<Record<TargetPin, TargetPin>>;
}

function Question({
  heading,
  auth,
  sign,
  unknown,
  points = { auth: 'auth', sign: 'sign' },
}: QuestionProps): ReactNode {
  const { step, send } = useFlow();
  const { notSure, progress } = useTexts();
  const { ui } = useVoice();
  return (
    <Screen
      step={step}
      heading={heading}
      above={
        <p className="p-progress">
          {progress({ step: QUESTIONS.indexOf(step) + 1, total: QUESTIONS.length })}
        </p>
      }
      actions={
        <Button look="text" onClick={() => send({ type: 'BACK' })}>
          {ui.back}
        </Button>
      }
    >
      <div className="p-choices">
        <Button
          look="secondary"
          className="p-choice"
          onClick={() => send({ type: 'ANSWER', points: points.auth })}
        >
          {auth}
        </Button>
        <Button
          look="secondary"
          className="p-choice"
          onClick={() => send({ type: 'ANSWER', points: points.sign })}
        >
          {sign}
        </Button>
        <Button
          look="secondary"
          className="p-choice"
          onClick={() => send({ type: 'ANSWER', points: 'unknown' })}
        >
          {unknown}
        </Button>
      </div>
      <Notice>
        <p>{notSure.holdCardLead}</p>
        <Button look="secondary" onClick={() => send({ type: 'HOLD_CARD' })}>
          {notSure.holdCard}
        </Button>
      </Notice>
    </Screen>
  );
}

function Answer(): ReactNode {
  const { step, context, send } = useFlow();
  const { notSure } = useTexts();
  const { ui } = useVoice();
  const suggested = context.suggestion ?? 'auth';
  const other = suggested === 'auth' ? 'sign' : 'auth';
  return (
    <Screen
      step={step}
      heading={notSure.answerHeading}
      actions={
        <>
          <Button onClick={() => send({ type: 'CHOOSE', target: suggested })}>{notSure.answerGo}</Button>
          <Button look="secondary" onClick={() => send({ type: 'CHOOSE', target: other })}>
            {notSure.answerOther}
          </Button>
          <Button look="text" onClick={() => send({ type: 'BACK' })}>
            {ui.back}
          </Button>
        </>
      }
    >
      <p className="p-emphasis">
        <PinName pin={suggested} />
      </p>
      <Notice>
        <p>{notSure.holdCardLead}</p>
        <Button look="secondary" onClick={() => send({ type: 'HOLD_CARD' })}>
          {notSure.holdCard}
        </Button>
      </Notice>
    </Screen>
  );
}
