import { fileOf, PEOPLE, type Person, PICTURES, POSES } from './poses.ts';

/** Who stands before the virtual phone: a persona, or whoever sits before the real camera. */
export type Before = Person | 'own';
export const BEFORE: readonly Before[] = [...PEOPLE, 'own'];

const [WIDTH, HEIGHT] = [480, 640];
const FRAMES_A_SECOND = 10;
/** A movement is shown half and whole, in turn, so fast that the app sees both on a busy machine as well. */
const HOLD_FRAMES = 4;
/** The hand's places, so far apart that no picture is like another. */
const PLACES = 8;
const SPACING = 6;

/**
 * For browsers without a camera: gives the framed app a persona instead, who does what its screen asks. The app itself
 * knows nothing of it. The card's photo has no such picture: there the holder types.
 */
export function putBeforeCamera(app: Window & typeof globalThis, before: () => Before): void {
  const { mediaDevices } = app.navigator;
  if (mediaDevices === undefined) return;
  const real = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const who = before();
    const { video } = constraints ?? {};
    const facesHolder = typeof video === 'object' && video.facingMode === 'user';
    if (who === 'own') return real(constraints);
    if (!facesHolder) throw new app.DOMException('', 'NotFoundError');
    return personaStream(app, who);
  };
}

async function personaStream(app: Window, who: Person): Promise<MediaStream> {
  const pictures = new Map(
    await Promise.all(
      PICTURES.map(async (name) => {
        const answer = await fetch(`${import.meta.env.BASE_URL}personas/${who}/${fileOf(name)}`);
        return [name, await createImageBitmap(await answer.blob())] as const;
      }),
    ),
  );
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  let frame = 0;
  const draw = (): void => {
    const asked = app.document.querySelector<HTMLElement>('[data-instruction]')?.dataset.instruction;
    const poses = isStep(asked) ? POSES[asked] : POSES['look-straight'];
    const pose = poses[Math.floor(frame / HOLD_FRAMES) % poses.length];
    const picture = pose && pictures.get(pose);
    const place = (frame * 27) % PLACES ** 2;
    frame++;
    if (picture === undefined) return;
    const margin = PLACES * SPACING;
    const left = -(place % PLACES) * SPACING;
    const top = -Math.floor(place / PLACES) * SPACING;
    context?.drawImage(picture, left, top, WIDTH + margin, HEIGHT + margin);
  };
  draw();
  const timer = setInterval(draw, 1_000 / FRAMES_A_SECOND);
  const stream = canvas.captureStream(FRAMES_A_SECOND);
  // The app closes its camera when the screen is left.
  const watch = setInterval(() => {
    if (stream.getVideoTracks().some(({ readyState }) => readyState === 'live')) return;
    clearInterval(timer);
    clearInterval(watch);
    for (const picture of pictures.values()) picture.close();
  }, 1_000);
  return stream;
}

function isStep(asked: string | undefined): asked is keyof typeof POSES {
  return asked !== undefined && Object.hasOwn(POSES, asked);
}
