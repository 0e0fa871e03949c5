import type { LivenessStep } from '@kaijo/contract';
import { Button, Screen, useAnnounce } from '@kaijo/ui';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { CameraTrouble } from '../camera/camera-trouble.tsx';
import { grabPixels, wipeCanvas } from '../camera/grab.ts';
import { useCamera } from '../camera/use-camera.ts';
import { perform } from '../face/choreography.ts';
import { type LightHint, lightOf } from '../face/light.ts';
import { Signals } from '../face/sound.ts';
import { takeFrame } from '../face/take-frame.ts';
import { type PhoneSource, useTexts } from '../texts/index.ts';
import { useFlow } from './flow.ts';
import { Instruction } from './instruction.tsx';
import { Progress } from './progress.tsx';

export const STEP_WORDS: Readonly<Record<LivenessStep, keyof PhoneSource['face']['steps']>> = {
  'look-straight': 'lookStraight',
  'turn-left': 'turnLeft',
  'turn-right': 'turnRight',
  'come-nearer': 'comeNearer',
  'close-eyes': 'closeEyes',
};

const HINT_EVERY_MS = 500;
const HINT_WIDTH = 240;

/**
 * Phone 5: the face. First the camera with hints, when nothing counts; then the challenge, one instruction at a time.
 * The camera stays open from the one to the other, and the counter is offered before each attempt (R44).
 */
export function Facing(): ReactNode {
  const { step, context, send } = useFlow();
  const { face, camera: cameraWords, cancel } = useTexts();
  const camera = useCamera({ facing: 'user', width: 960, height: 1_280 });
  const signals = useRef(new Signals());
  useEffect(() => () => signals.current.close(), []);
  const preparing = step === 'reserving.facing';
  const hint = useLight(camera.video, camera.state === 'on' && preparing);
  const shown = usePerformance(camera.video, signals.current);
  const on = camera.state === 'on' || camera.state === 'asking';

  const begin = (): void => {
    signals.current.prepare();
    send({ type: 'FACE_READY' });
  };

  return (
    <Screen
      step="reserving.facing"
      heading={face.heading}
      above={<Progress at="face" />}
      actions={
        preparing ? (
          <>
            <Button onClick={begin} disabled={camera.state !== 'on'}>
              {face.start}
            </Button>
            <Button look="secondary" onClick={() => send({ type: 'COUNTER', reason: 'face' })}>
              {face.counterInstead}
            </Button>
            <Button look="text" onClick={() => send({ type: 'BACK' })}>
              {cancel}
            </Button>
          </>
        ) : (
          <Button look="text" onClick={() => send({ type: 'BACK' })}>
            {cancel}
          </Button>
        )
      }
    >
      {preparing && <p>{face.lead}</p>}
      {preparing && context.faceTriesLeft !== undefined && (
        <p>{face.triesLeft({ count: context.faceTriesLeft })}</p>
      )}
      {!on && <CameraTrouble problem={camera.state as 'denied'} onRetry={camera.retry} />}
      <Instruction shown={shown} total={context.challenge?.liveness.steps.length ?? 0} />
      <div
        className={on ? 'p-mirror' : 'p-mirror p-viewfinder--off'}
        data-instruction={shown?.step ?? 'none'}
      >
        <video ref={camera.video} className="p-mirror__video" playsInline muted aria-label={face.oval} />
        <div className="p-oval" aria-hidden="true" />
      </div>
      <p className="p-hint" role="status">
        {camera.state === 'asking' && cameraWords.waiting}
        {camera.state === 'on' && preparing && hint !== undefined && face.hints[hint]}
      </p>
    </Screen>
  );
}

/** A look at the light now and then, while the holder gets ready. */
function useLight(video: RefObject<HTMLVideoElement | null>, on: boolean): LightHint | undefined {
  const [hint, setHint] = useState<LightHint | undefined>();
  useEffect(() => {
    if (!on) return;
    const canvas = document.createElement('canvas');
    const timer = setInterval(() => {
      const frame = video.current && grabPixels(video.current, canvas, HINT_WIDTH);
      if (frame) setHint(lightOf(frame));
    }, HINT_EVERY_MS);
    return () => {
      clearInterval(timer);
      wipeCanvas(canvas);
    };
  }, [video, on]);
  return hint;
}

export interface Shown {
  readonly step: LivenessStep;
  readonly index: number;
}

/** Runs the challenge when it has come, and hands its frames over. */
function usePerformance(video: RefObject<HTMLVideoElement | null>, signals: Signals): Shown | undefined {
  const { step, context, send } = useFlow();
  const { face } = useTexts();
  const announce = useAnnounce();
  const [shown, setShown] = useState<Shown | undefined>();
  const latest = useRef({ send, announce, face });
  latest.current = { send, announce, face };
  const challenge = step === 'reserving.watching' ? context.challenge : undefined;

  useEffect(() => {
    if (challenge === undefined) return setShown(undefined);
    const canvas = document.createElement('canvas');
    const thumbnail = document.createElement('canvas');
    let stopped = false;
    perform(challenge, {
      now: () => performance.now(),
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      show: (next, index) => {
        setShown({ step: next, index });
        signals.instruction();
        latest.current.announce(latest.current.face.steps[STEP_WORDS[next]]);
      },
      grab: async () =>
        video.current === null ? undefined : takeFrame({ video: video.current, canvas, thumbnail }),
      done: () => {
        signals.done();
        latest.current.announce(latest.current.face.done);
      },
      stopped: () => stopped,
    }).then((taken) => {
      if (stopped) return;
      // The camera gave nothing: back to where it is mended. The challenge is not answered, and nothing is counted.
      latest.current.send(taken === undefined ? { type: 'BACK' } : { type: 'FRAMES', taken });
    });
    return () => {
      stopped = true;
      wipeCanvas(canvas);
      wipeCanvas(thumbnail);
    };
  }, [challenge, signals, video]);
  return shown;
}
