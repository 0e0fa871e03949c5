import { Button, Notice, PinName, Screen, useVoice } from '@kaijo/ui';
import type { ReactNode } from 'react';
import { Journey } from '../journey.tsx';
import { useTexts } from '../texts/index.ts';
import { CardPicture } from './card-picture.tsx';
import type { SceneProps } from './scene-props.ts';

export function PutCardScreen({ step }: SceneProps<'put-card'>): ReactNode {
  const { putCard } = useTexts();
  return (
    <Screen step={step} heading={putCard.title} above={<Journey at="card" />}>
      <CardPicture label={putCard.picture} />
      <p className="kiosk-large">{putCard.hint}</p>
    </Screen>
  );
}

export function ReadingScreen({ step }: SceneProps<'reading'>): ReactNode {
  const { reading } = useTexts();
  return (
    <Screen step={step} heading={reading.title} above={<Journey at="card" />}>
      <Busy />
      <p className="kiosk-large">{reading.hint}</p>
    </Screen>
  );
}

/** Which PIN is reserved and until when; what comes next. */
export function FoundScreen({ scene, view, holder, step }: SceneProps<'found'>): ReactNode {
  const { found } = useTexts();
  const { formats } = useVoice();
  const until = formats.moment(new Date(scene.reservedUntil), new Date(view.now));
  return (
    <Screen
      step={step}
      heading={found.title}
      above={<Journey at="card" />}
      actions={
        <Button className="kiosk-main-button" onClick={() => holder.does('confirm')}>
          {found.confirm}
        </Button>
      }
    >
      {scene.resumed && <Notice kind="information">{found.resumed}</Notice>}
      <div className="kiosk-card">
        <PinName pin={scene.targetPin} />
        <p>{found.until({ time: until })}</p>
      </div>
      <p>{found.first}</p>
      <div className="kiosk-card kiosk-card--quiet">
        <PinName pin={scene.provingPin} />
      </div>
    </Screen>
  );
}

export function CheckingScreen({ step }: SceneProps<'checking'>): ReactNode {
  const { checking, reading } = useTexts();
  return (
    <Screen step={step} heading={checking.title} above={<Journey at="prove" />}>
      <Busy />
      <p className="kiosk-large">{reading.hint}</p>
    </Screen>
  );
}

/** The holder has ended it; nothing was written. */
export function TakeCardScreen({ step }: SceneProps<'take-card'>): ReactNode {
  const { takeCard } = useTexts();
  return (
    <Screen step={step} heading={takeCard.title}>
      <CardPicture />
      <p className="kiosk-large">{takeCard.unchanged}</p>
    </Screen>
  );
}

export function Busy(): ReactNode {
  return <div className="kiosk-busy" aria-hidden="true" />;
}
