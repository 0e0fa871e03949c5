import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';

const STEPS = { sign: ['photo', 'hold', 'face'], auth: ['hold', 'send'] } as const;
type Step = (typeof STEPS)[keyof typeof STEPS][number];

/** Which step of how many, in words. */
export function Progress({ at }: { readonly at: Step }): ReactNode {
  const { context } = useFlow();
  const { progress } = useTexts();
  const steps: readonly Step[] = STEPS[context.target ?? 'auth'];
  return <p className="p-progress">{progress({ step: steps.indexOf(at) + 1, total: steps.length })}</p>;
}
