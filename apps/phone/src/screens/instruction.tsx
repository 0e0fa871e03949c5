import type { LivenessStep } from '@kaijo/contract';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import { type Shown, STEP_WORDS } from './facing.tsx';

/** Where to, for who reads no words. The picture is a mirror: the holder's left is on its left. */
const ARROWS: Readonly<Record<LivenessStep, string>> = {
  'look-straight': '●',
  'turn-left': '←',
  'turn-right': '→',
  'come-nearer': '⤢',
  'close-eyes': '⌣ ⌣',
};

/** One instruction at a time, large, with an arrow. Said aloud by the announcer. */
export function Instruction({
  shown,
  total,
}: {
  readonly shown: Shown | undefined;
  readonly total: number;
}): ReactNode {
  const { face } = useTexts();
  if (shown === undefined) return null;
  return (
    <div className="p-instruction">
      <span className="p-instruction__arrow" aria-hidden="true">
        {ARROWS[shown.step]}
      </span>
      <span className="p-instruction__text">{face.steps[STEP_WORDS[shown.step]]}</span>
      <span className="p-quiet">{face.stepOf({ step: shown.index + 1, total })}</span>
    </div>
  );
}
