import { FACE_FRAMES } from '@kaijo/contract';
import { grabJpeg, grabPixels } from '../camera/grab.ts';
import { onNextFrame } from '../camera/next-frame.ts';
import type { Shot } from './choose-frames.ts';
import { LOOK_WIDTH, lookOf } from './look.ts';

/** Enough for the matcher's 112 pixels of face, and well below the limit of a frame's bytes. */
const FRAME_WIDTH = 480;

export interface Lens {
  readonly video: HTMLVideoElement;
  /** Its pixels hold the picture that was taken last. */
  readonly canvas: HTMLCanvasElement;
  readonly thumbnail: HTMLCanvasElement;
}

/** The camera's next picture; `undefined` when it gives none. */
export async function takeFrame({ video, canvas, thumbnail }: Lens): Promise<Shot | undefined> {
  // Both are drawn while the same picture is shown.
  const grabbed = await onNextFrame(video, () => ({
    at: performance.now(),
    small: grabPixels(video, thumbnail, LOOK_WIDTH),
    file: grabJpeg(video, canvas, { width: FRAME_WIDTH, maxBytes: FACE_FRAMES.maxBytes }),
  }));
  const jpeg = await grabbed?.file;
  if (grabbed?.small === undefined || jpeg === undefined) return undefined;
  return { jpeg, at: grabbed.at, look: lookOf(grabbed.small) };
}
