import { Notice, PinPad, Screen, TriesLeft, usePinInFull, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { Journey } from '../journey.tsx';
import { useTexts } from '../texts/index.ts';
import { padOf } from './pad-of.ts';
import type { SceneProps } from './scene-props.ts';

/** R10, R28: the PIN that the holder still knows; the tries left stand there before the first key. */
export function ProvingPinScreen({ scene, holder, step }: SceneProps<'proving-pin'>): ReactNode {
  const { proving } = useTexts();
  const { ui } = useVoice();
  const { triesLeft, wrong } = scene;
  return (
    <Screen
      step={step}
      heading={proving.title({ pin: usePinInFull()(scene.pin) })}
      above={<Journey at="prove" />}
    >
      {wrong && (
        <Notice kind="error" role="alert">
          {proving.wrong}
        </Notice>
      )}
      <p>{ui.pins[scene.pin].purpose}</p>
      <p>{proving.why}</p>
      {triesLeft !== undefined && <TriesLeft count={triesLeft} />}
      <p className="kiosk-quiet">{proving.forgotten}</p>
      <div className="kiosk-pad">
        <PinPad {...padOf(scene.pin)} entered={scene.entered} complete={scene.complete} sink={holder.pad} />
      </div>
    </Screen>
  );
}
