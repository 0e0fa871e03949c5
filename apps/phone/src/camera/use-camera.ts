import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** Why there is no picture; each has its steps for the holder. */
export type CameraProblem = 'denied' | 'none' | 'busy' | 'failed';

export interface Camera {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly state: 'asking' | 'on' | CameraProblem;
  readonly torch: 'none' | 'off' | 'on';
  setTorch(on: boolean): void;
  /** More than one camera: the next one. */
  readonly next: (() => void) | undefined;
  retry(): void;
}

export interface CameraOptions {
  readonly facing: 'user' | 'environment';
  readonly width: number;
  readonly height: number;
}

/**
 * The device's camera in a video element for as long as the component is shown; then every track is stopped, and the
 * light beside the lens goes out. Sound is never asked for.
 */
export function useCamera({ facing, width, height }: CameraOptions): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<Camera['state']>('asking');
  const [attempt, setAttempt] = useState(0);
  const [devices, setDevices] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<string | undefined>();
  const [torch, setTorchState] = useState<Camera['torch']>('none');
  const track = useRef<MediaStreamTrack | undefined>(undefined);

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt opens the camera anew
  useEffect(() => {
    let current = true;
    let stream: MediaStream | undefined;
    setState('asking');
    openCamera({ facing, width, height }, chosen)
      .then(async (opened) => {
        if (!current) return stop(opened);
        stream = opened;
        track.current = opened.getVideoTracks()[0];
        const element = video.current;
        if (element !== null) {
          element.srcObject = opened;
          await element.play().catch(() => undefined);
        }
        if (!current) return;
        setTorchState(hasTorch(track.current) ? 'off' : 'none');
        setDevices(await otherCameras());
        setState('on');
      })
      .catch((error: unknown) => {
        if (current) setState(problemOf(error));
      });
    return () => {
      current = false;
      stop(stream);
      track.current = undefined;
    };
  }, [facing, width, height, chosen, attempt]);

  const setTorch = useCallback((on: boolean) => {
    track.current
      ?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })
      .then(() => setTorchState(on ? 'on' : 'off'))
      .catch(() => setTorchState('none'));
  }, []);

  const next =
    devices.length < 2
      ? undefined
      : () => {
          const now = track.current?.getSettings().deviceId ?? '';
          setChosen(devices[(devices.indexOf(now) + 1) % devices.length]);
        };
  return { video, state, torch, setTorch, next, retry: () => setAttempt((count) => count + 1) };
}

function openCamera(
  { facing, width, height }: CameraOptions,
  deviceId: string | undefined,
): Promise<MediaStream> {
  // Absent on pages that are not secure (plain HTTP on another machine than localhost).
  if (navigator.mediaDevices === undefined) return Promise.reject(new DOMException('', 'NotFoundError'));
  const which = deviceId === undefined ? { facingMode: facing } : { deviceId: { exact: deviceId } };
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { ...which, width: { ideal: width }, height: { ideal: height } },
  });
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

function hasTorch(track: MediaStreamTrack | undefined): boolean {
  const capabilities = track?.getCapabilities?.() as { torch?: boolean } | undefined;
  return capabilities?.torch === true;
}

async function otherCameras(): Promise<readonly string[]> {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
}

/** Names of getUserMedia's rejections (Media Capture and Streams, 10.2). */
function problemOf(error: unknown): CameraProblem {
  switch ((error as { name?: string }).name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'failed';
  }
}
