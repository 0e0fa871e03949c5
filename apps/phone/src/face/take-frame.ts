import { FACE_FRAMES } from '@kaijo/contract';
import { grabJpeg, grabPixels } from '../camera/grab.ts';
import { onNextFrame } from '../camera/next-frame.ts';
import type { Frame } from './choreography.ts';
import { NOVELTY_WIDTH, type Novelty } from './novelty.ts';

/** Enough for the matcher's 112 pixels of face, and well below the limit of a frame's bytes. */
const FRAME_WIDTH = 480;
/** So long a picture that differs from the others is waited for; then the service may say what it thinks of this one. */
const WAIT_FOR_NEW_MS = 900;

export interface Lens {
  readonly video: HTMLVideoElement;
  /** Its pixels hold the picture that is being sent. */
  readonly canvas: HTMLCanvasElement;
  readonly thumbnail: HTMLCanvasElement;
  readonly novelty: Novelty;
}

/** The camera's next picture that is not one of those before; `undefined` when the camera gives none. */
export async function takeFrame(lens: Lens): Promise<Frame | undefined> {
  const began = performance.now();
  for (;;) {
    const late = performance.now() - began >= WAIT_FOR_NEW_MS;
    const grabbed = await onNextFrame(lens.video, () => grabIfNew(lens, late));
    if (grabbed === undefined) return undefined;
    if (grabbed === 'as-before') continue;
    const jpeg = await grabbed.jpeg;
    return jpeg && { jpeg, at: grabbed.at };
  }
}

function grabIfNew(
  { video, canvas, thumbnail, novelty }: Lens,
  late: boolean,
): { readonly jpeg: Promise<Uint8Array | undefined>; readonly at: number } | 'as-before' {
  const small = grabPixels(video, thumbnail, NOVELTY_WIDTH);
  const isNew = small !== undefined && novelty.look(small);
  if (!isNew && !late) return 'as-before';
  novelty.take();
  return {
    at: performance.now(),
    jpeg: grabJpeg(video, canvas, { width: FRAME_WIDTH, maxBytes: FACE_FRAMES.maxBytes }),
  };
}
