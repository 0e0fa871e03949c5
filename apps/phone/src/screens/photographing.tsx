import type { CardPhotoRefusal, LiveReason } from '@kaijo/card-photo';
import { Button, Screen, useAnnounce, useVoice } from '@kaijo/ui';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CameraTrouble } from '../camera/camera-trouble.tsx';
import { grabPixels, wipeCanvas } from '../camera/grab.ts';
import { useCamera } from '../camera/use-camera.ts';
import { dayInJapan } from '../day-in-japan.ts';
import { type PhotoReader, useReader } from '../photo/use-reader.ts';
import { useServices } from '../services.ts';
import { type PhoneSource, useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';
import { Progress } from './progress.tsx';

type Hint = keyof PhoneSource['photo']['hints'];

const HINTS: Readonly<Record<LiveReason | CardPhotoRefusal, Hint>> = {
  'no-card': 'noCard',
  'too-dark': 'dark',
  'too-far': 'nearer',
  'too-near': 'farther',
  tilted: 'tilted',
  glare: 'glare',
  blurred: 'blurred',
  'back-side': 'back',
  'not-a-front': 'otherCard',
  'bad-picture': 'noCard',
};

/** What the live look needs, and what the reading needs. */
const LOOK_WIDTH = 640;
const READ_WIDTH = 1_600;
/** Good frames in a row before the picture is taken: the hand has come to rest. */
const STEADY = 2;

/** Phone 3: the card's front. The picture is taken when it is good, read in a worker, and gone. */
export function Photographing(): ReactNode {
  const { step, send } = useFlow();
  const { photo, camera: cameraWords } = useTexts();
  const { ui } = useVoice();
  const camera = useCamera({ facing: 'environment', width: 1_920, height: 1_080 });
  const reader = useReader();
  const { hint, reading, takeNow } = useAutomaticPicture(camera.video, camera.state === 'on', reader);
  const on = camera.state === 'on' || camera.state === 'asking';
  return (
    <Screen
      step={step}
      heading={photo.heading}
      above={<Progress at="photo" />}
      actions={
        <>
          {camera.state === 'on' && reader.state === 'ready' && (
            <Button look="secondary" onClick={takeNow} disabled={reading}>
              {photo.takeNow}
            </Button>
          )}
          <Button look={on ? 'secondary' : 'primary'} onClick={() => send({ type: 'TYPE_INSTEAD' })}>
            {photo.typeInstead}
          </Button>
          <Button look="text" onClick={() => send({ type: 'BACK' })}>
            {ui.back}
          </Button>
        </>
      }
    >
      <p>{photo.lead}</p>
      {!on && <CameraTrouble problem={camera.state as 'denied'} onRetry={camera.retry} />}
      <div className={on ? 'p-viewfinder' : 'p-viewfinder p-viewfinder--off'}>
        <video
          ref={camera.video}
          className="p-viewfinder__video"
          playsInline
          muted
          aria-label={photo.frame}
        />
        <div
          className={hint === 'hold' ? 'p-card-frame p-card-frame--good' : 'p-card-frame'}
          aria-hidden="true"
        />
      </div>
      <p className="p-hint" role="status">
        {camera.state === 'asking' && cameraWords.waiting}
        {camera.state === 'on' && words(reader, reading, hint, photo)}
      </p>
      <div className="p-tools">
        {camera.torch !== 'none' && (
          <Button
            look="secondary"
            aria-pressed={camera.torch === 'on'}
            onClick={() => camera.setTorch(camera.torch === 'off')}
          >
            {camera.torch === 'on' ? photo.torchOff : photo.torch}
          </Button>
        )}
        {camera.next !== undefined && (
          <Button look="secondary" onClick={camera.next}>
            {cameraWords.switch}
          </Button>
        )}
      </div>
    </Screen>
  );
}

function words(
  { state }: PhotoReader,
  reading: boolean,
  hint: Hint | undefined,
  photo: ReturnType<typeof useTexts>['photo'],
): string {
  if (reading) return photo.reading;
  if (typeof state === 'number') return photo.preparing({ percent: Math.round(state * 100) });
  return hint === undefined ? '' : photo.hints[hint];
}

function useAutomaticPicture(
  video: React.RefObject<HTMLVideoElement | null>,
  on: boolean,
  { state, look, read }: PhotoReader,
): { hint: Hint | undefined; reading: boolean; takeNow: () => void } {
  const { send } = useFlow();
  const announce = useAnnounce();
  const { photo } = useTexts();
  const { clock } = useServices();
  const [hint, setHint] = useState<Hint | undefined>();
  const [reading, setReading] = useState(false);
  const wanted = useRef(false);
  const latest = useRef({ send, announce, photo });
  latest.current = { send, announce, photo };

  useEffect(() => {
    if (!on || state !== 'ready') return;
    const canvas = document.createElement('canvas');
    let current = true;
    const work = async (): Promise<void> => {
      let steady = 0;
      while (current) {
        await nextFrame();
        const element = video.current;
        const frame = element && grabPixels(element, canvas, LOOK_WIDTH);
        if (!frame) continue;
        const verdict = await look(frame);
        if (!current) return;
        steady = verdict.ready ? steady + 1 : 0;
        const [first] = verdict.reasons;
        setHint(first === undefined ? 'hold' : HINTS[first]);
        if (steady < STEADY && !wanted.current) continue;
        wanted.current = false;
        setReading(true);
        const picture = element && grabPixels(element, canvas, READ_WIDTH);
        const answer = picture ? await read(picture, dayInJapan(clock.now())) : undefined;
        if (!current) return;
        setReading(false);
        if (answer?.kind === 'read') {
          navigator.vibrate?.(60);
          latest.current.send({ type: 'PHOTO_READ', read: answer });
          return;
        }
        steady = 0;
        if (answer !== undefined) {
          setHint(HINTS[answer.reason]);
          latest.current.announce(latest.current.photo.hints[HINTS[answer.reason]]);
        }
      }
    };
    void work();
    return () => {
      current = false;
      wipeCanvas(canvas);
    };
  }, [on, state, look, read, video, clock]);

  return {
    hint,
    reading,
    takeNow: () => {
      wanted.current = true;
    },
  };
}

/** About eight looks a second at most. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 120));
}
