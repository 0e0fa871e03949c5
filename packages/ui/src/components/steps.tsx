import type { ReactNode } from 'react';
import { useVoice } from '../voice/voice.ts';
import { classes } from './button.tsx';

export interface StepsProps {
  /** The steps' names in order. */
  readonly names: readonly string[];
  /** Index of the step that is being done; `names.length` when all are. */
  readonly at: number;
}

/** Where the holder is on the way: number, name and state of each step, not by colour alone. */
export function Steps({ names, at }: StepsProps): ReactNode {
  const { ui } = useVoice();
  const stateOf = (step: number) => (step < at ? 'done' : step === at ? 'now' : 'later');
  const said = { done: ui.stepDone, now: ui.stepNow, later: ui.stepLater };
  return (
    <ol className="k-steps">
      {names.map((name, step) => {
        const state = stateOf(step);
        return (
          <li
            key={name}
            className={classes('k-steps__step', `k-steps__step--${state}`)}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            <span className="k-steps__sign" aria-hidden="true">
              {state === 'done' ? '✓' : step + 1}
            </span>
            <span className="k-steps__name">{name}</span>
            <span className="k-visually-hidden">（{said[state]}）</span>
          </li>
        );
      })}
    </ol>
  );
}
