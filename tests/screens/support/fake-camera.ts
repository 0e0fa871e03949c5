import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LivenessStep } from '@kaijo/contract';
import type { PersonaName, SelfieFrame } from '@kaijo/personas';
import { selfiePath } from '@kaijo/personas/files';
import sharp from 'sharp';

const WIDTH = 480;
const HEIGHT = 640;
const RATE = 10;
/** The hand's places: eight by eight, so far apart that no two pictures are one for the service (`no-repeated-frame`). */
const PLACES = 8;
const SPACING = 6;
const MARGIN = PLACES * SPACING;
/** Frames in the loop: a place each. 6.4 s, longer than any step, so that none is met twice in one. */
const LOOP = PLACES * PLACES;
const HEADER = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${RATE}:1 Ip A1:1 C420jpeg\n`;
const FRAME_HEAD = 'FRAME\n';
const FRAME_BYTES = FRAME_HEAD.length + (WIDTH * HEIGHT * 3) / 2;
/** So few that a busy machine's camera, which gives a third of its frames, still shows every pose while the app looks. */
const FRAMES_OF_POSE = 4;

/**
 * What somebody shows who has understood: half of the movement and the whole of it, in turn, for as long as it is asked
 * for. A turned head is known by the half turn before it (docs/face.md, `one-person`).
 */
const POSES = {
  'look-straight': ['yaw+00'],
  'turn-left': ['yaw-20', 'yaw-30'],
  'turn-right': ['yaw+20', 'yaw+30'],
  'come-nearer': ['zoom1.2', 'zoom1.3'],
  'close-eyes': ['eyes-closed'],
} as const satisfies Readonly<Record<LivenessStep, readonly SelfieFrame[]>>;

/**
 * What Chromium's fake camera shows: a Y4M file (YUV4MPEG2, 4:2:0) that the browser reads frame by frame, over and over.
 * Its frames are overwritten in place while the camera runs: somebody stands before it and does what the screen asks.
 */
export interface FakeCamera {
  readonly path: string;
  /** Makes all of a persona's pictures: a second's work, which no instruction on the screen waits for. */
  prepare(name: PersonaName): Promise<void>;
  /** The persona does what the step asks for. */
  follow(name: PersonaName, step: LivenessStep): Promise<void>;
  /** One picture, moved a little from frame to frame; `file`: any picture that sharp reads. */
  show(file: string | Buffer): Promise<void>;
  dark(): Promise<void>;
  close(): Promise<void>;
}

export async function startFakeCamera(): Promise<FakeCamera> {
  const folder = await mkdtemp(join(tmpdir(), 'kaijo-camera-'));
  const path = join(folder, 'camera.y4m');
  await writeFile(path, Buffer.concat([Buffer.from(HEADER), loopOf([await planesOf(grey())])]));
  const show = async (loop: Promise<Buffer>): Promise<void> => {
    const file = await open(path, 'r+');
    await file.write(await loop, 0, undefined, HEADER.length);
    await file.close();
  };
  const showing = new Map<string, Promise<Buffer>>();
  const loopFor = (name: PersonaName, step: LivenessStep): Promise<Buffer> => {
    const key = `${name} ${step}`;
    const loop =
      showing.get(key) ??
      Promise.all(POSES[step].map((frame) => planesOf(selfiePath(name, frame)))).then(loopOf);
    showing.set(key, loop);
    return loop;
  };
  return {
    path,
    prepare: async (name) => {
      for (const step of Object.keys(POSES) as LivenessStep[]) await loopFor(name, step);
    },
    follow: (name, step) => show(loopFor(name, step)),
    show: (file) => show(planesOf(file).then((planes) => loopOf([planes]))),
    dark: () => show(planesOf(grey(4)).then((planes) => loopOf([planes]))),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function grey(level = 128): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="rgb(${level},${level},${level})"/></svg>`,
  );
}

/** A picture as YUV 4:2:0, by a margin larger than a frame. */
interface Planes {
  readonly luma: Buffer;
  readonly chroma: readonly [Buffer, Buffer];
}

/** Every place once, neighbours in time far from each other in place. */
function loopOf(poses: readonly Planes[]): Buffer {
  const loop = Buffer.alloc(LOOP * FRAME_BYTES);
  for (let index = 0; index < LOOP; index++) {
    const place = (index * 27) % LOOP;
    const left = (place % PLACES) * SPACING;
    const top = Math.floor(place / PLACES) * SPACING;
    const pose = poses[Math.floor(index / FRAMES_OF_POSE) % poses.length] as Planes;
    writeFrame(loop, index * FRAME_BYTES, pose, left, top);
  }
  return loop;
}

function writeFrame(loop: Buffer, at: number, { luma, chroma }: Planes, left: number, top: number): void {
  let to = at + loop.write(FRAME_HEAD, at, 'latin1');
  const window = (plane: Buffer, scale: 1 | 2): void => {
    const stride = (WIDTH + MARGIN) / scale;
    for (let y = 0; y < HEIGHT / scale; y++) {
      const from = (y + top / scale) * stride + left / scale;
      to += plane.copy(loop, to, from, from + WIDTH / scale);
    }
  };
  window(luma, 1);
  for (const plane of chroma) window(plane, 2);
}

async function planesOf(picture: string | Buffer): Promise<Planes> {
  const [width, height] = [WIDTH + MARGIN, HEIGHT + MARGIN];
  const { data } = await sharp(picture)
    .resize(width, height, { fit: 'cover' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return toYuv420(data, width, height);
}

/** JFIF's YCbCr (full range), chroma of the first of each two by two pixels. */
function toYuv420(rgb: Buffer, width: number, height: number): Planes {
  const luma = Buffer.alloc(width * height);
  const blue = Buffer.alloc((width * height) / 4);
  const red = Buffer.alloc((width * height) / 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const [r, g, b] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
      luma[y * width + x] = clamp(0.299 * r + 0.587 * g + 0.114 * b);
      if (y % 2 === 1 || x % 2 === 1) continue;
      const to = (y / 2) * (width / 2) + x / 2;
      blue[to] = clamp(128 - 0.1687 * r - 0.3313 * g + 0.5 * b);
      red[to] = clamp(128 + 0.5 * r - 0.4187 * g - 0.0813 * b);
    }
  return { luma, chroma: [blue, red] };
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
