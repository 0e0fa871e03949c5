import { Button, Notice, Screen, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import { CardPicture } from './card-picture.tsx';
import type { SceneProps } from './scene-props.ts';

/** Nobody is here: what can be done, what is needed, until when (R14, R24, R36). */
export function StartScreen({ scene, view, holder, step }: SceneProps<'start'>): ReactNode {
  const { start, ...texts } = useTexts();
  const { formats } = useVoice();
  const now = new Date(view.now);
  const ahead = scene.maintenanceAhead[0];
  return (
    <Screen
      step={step}
      heading={start.title}
      actions={
        <>
          <Button className="kiosk-main-button" onClick={() => holder.does('start')}>
            {start.begin}
          </Button>
          <p className="kiosk-beside-button">{start.orCard}</p>
        </>
      }
    >
      {ahead !== undefined && (
        <Notice kind="warning">
          {start.maintenanceAhead({
            from: formats.moment(new Date(ahead.startsAt), now),
            until: formats.moment(new Date(ahead.endsAt), now),
          })}
        </Notice>
      )}
      <div className="kiosk-columns">
        <section>
          <h2 className="k-subheading">{start.need}</h2>
          <ol className="kiosk-needs">
            <li>{start.needCard}</li>
            <li>{start.needReservation}</li>
            <li>{start.needPin}</li>
          </ol>
        </section>
        <CardPicture />
      </div>
      <ul className="kiosk-facts">
        <li>{start.closesAt({ time: formats.time(new Date(scene.closesAt)) })}</li>
        <li>{texts.free}</li>
        <li>{start.noReservation}</li>
        <li>{start.noPin}</li>
      </ul>
    </Screen>
  );
}
