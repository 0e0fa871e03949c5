import { Screen, Steps } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { Journey } from '../journey.tsx';
import { useTexts } from '../texts/index.ts';
import { Busy } from './card.tsx';
import type { SceneProps } from './scene-props.ts';

const ORDER = ['authorising', 'writing', 'confirming'] as const;

/** Nothing can be stopped now; what is happening, step by step. */
export function WritingScreen({ scene, step }: SceneProps<'writing'>): ReactNode {
  const { writing } = useTexts();
  return (
    <Screen step={step} heading={writing.title} above={<Journey at="write" />}>
      <Busy />
      <p className="kiosk-large">{writing.hint}</p>
      <div aria-live="polite">
        <Steps names={ORDER.map((name) => writing[name])} at={ORDER.indexOf(scene.step)} />
      </div>
    </Screen>
  );
}
