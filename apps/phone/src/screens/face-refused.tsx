import { Button, Notice, Screen } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';
import { Progress } from './progress.tsx';

/** After an attempt that did not pass: why, whether it counts (R20), the tries left (R19), and the counter (R44). */
export function FaceRefused(): ReactNode {
  const { step, context, send } = useFlow();
  const { face, failure: words } = useTexts();
  const advice = useAdvice(context.failure?.problem?.hints ?? []);
  const { refused } = face;
  const code = context.failure?.code;
  const counted = code === 'face-mismatch' || code === 'liveness-failed';
  const heading =
    code === 'face-mismatch'
      ? refused.mismatch
      : code === 'liveness-failed'
        ? refused.liveness
        : code === 'challenge-expired'
          ? refused.late
          : refused.unusable;
  return (
    <Screen
      step={step}
      heading={heading}
      above={<Progress at="face" />}
      actions={
        <>
          <Button onClick={() => send({ type: 'AGAIN' })}>{refused.again}</Button>
          <Button look="secondary" onClick={() => send({ type: 'COUNTER', reason: 'face' })}>
            {face.counterInstead}
          </Button>
        </>
      }
    >
      <Notice kind={counted ? 'warning' : 'information'} role="status">
        {counted && context.faceTriesLeft !== undefined
          ? face.triesLeft({ count: context.faceTriesLeft })
          : refused.notCounted}
      </Notice>
      {advice.map((sentence) => (
        <p key={sentence} className="p-emphasis">
          {sentence}
        </p>
      ))}
      <p>{words.pinsUnchanged}</p>
      <section className="p-section">
        <h2 className="k-subheading">{refused.tips}</h2>
        <ul>
          <li>{refused.tipLight}</li>
          <li>{refused.tipDistance}</li>
          <li>{refused.tipCover}</li>
          <li>{refused.tipSlow}</li>
        </ul>
      </section>
    </Screen>
  );
}

/** What the holder can change, as the service saw it (R20); what it names no sentence for is in the general advice. */
function useAdvice(hints: readonly string[]): readonly string[] {
  const { face } = useTexts();
  const sentences: Readonly<Record<string, string>> = {
    'too-dark': face.hints.dark,
    'too-bright': face.hints.bright,
    'uneven-light': face.hints.side,
    blurred: face.hints.blurred,
    'too-far': face.refused.tipDistance,
    'face-cut-off': face.refused.tipDistance,
    covered: face.refused.tipCover,
    'turned-away': face.steps.lookStraight,
    turn: face.refused.tipSlow,
    'come-nearer': face.refused.tipSlow,
    'close-eyes': face.refused.tipSlow,
  };
  return [...new Set(hints.flatMap((hint) => sentences[hint] ?? []))];
}
