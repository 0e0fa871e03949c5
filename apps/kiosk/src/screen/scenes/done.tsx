import { Button, Notice, Screen, usePinInFull } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import type { SceneProps } from './scene-props.ts';
import { SlipCard } from './slip.tsx';

/** R31: the service has accepted the proof, now or by a later delivery. */
export function DoneScreen({ scene, view, holder, step }: SceneProps<'done'>): ReactNode {
  const { done, toStart } = useTexts();
  const pin = usePinInFull()(scene.receipt.targetPin);
  return (
    <Screen
      // The card that is taken changes the scene's number, not what is to be read.
      step={scene.cardOnReader ? step : 'done'}
      heading={done.title}
      actions={
        scene.cardOnReader ? undefined : (
          <Button className="kiosk-main-button" onClick={() => holder.does('cancel')}>
            {toStart}
          </Button>
        )
      }
    >
      <Notice kind="success">
        <p>{scene.late ? done.late : done.checked({ pin })}</p>
        {scene.late && <p>{done.checked({ pin })}</p>}
      </Notice>
      <p className="kiosk-large" role="status">
        {scene.cardOnReader ? done.takeCard : done.backSoon}
      </p>
      {view.slip !== undefined && <SlipCard slip={view.slip} print={view.print} holder={holder} />}
    </Screen>
  );
}
