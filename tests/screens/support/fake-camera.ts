import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LivenessStep } from '@kaijo/contract';
import { framesOfStep, type PersonaName, type SelfieFrame } from '@kaijo/personas';
import { selfiePath } from '@kaijo/personas/files';
import sharp from 'sharp';

const WIDTH = 480;
const HEIGHT = 640;
/** Frames in the loop, each a little different, as a hand is; a prime, so that no rhythm of taking meets one twice. */
const LOOP = 13;
const HEADER = `YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`;
const FRAME_HEAD = 'FRAME\n';

/**
 * What somebody shows who has understood: the whole of the movement, not its beginning. The app takes its frames when it
 * likes, and whichever of the loop it meets has to do.
 */
const POSES = {
  'look-straight': framesOfStep['look-straight'],
  'turn-left': framesOfStep['turn-left'].slice(1),
  'turn-right': framesOfStep['turn-right'].slice(1),
  'come-nearer': framesOfStep['come-nearer'].slice(1),
  'close-eyes': framesOfStep['close-eyes'].slice(-1),
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
  await writeFile(path, Buffer.concat([Buffer.from(HEADER), ...(await loopOf([grey(), grey()]))]));
  const cache = new Map<string, Promise<Buffer>>();
  const overwrite = async (loop: Promise<Buffer>): Promise<void> => {
    const file = await open(path, 'r+');
    await file.write(await loop, 0, undefined, HEADER.length);
    await file.close();
  };
  const cached = (key: string, pictures: readonly (string | Buffer)[]): Promise<Buffer> => {
    const known = cache.get(key) ?? loopOf(pictures).then((frames) => Buffer.concat(frames));
    cache.set(key, known);
    return known;
  };
  const loopFor = (name: PersonaName, step: LivenessStep): Promise<Buffer> =>
    cached(
      `${name} ${step}`,
      POSES[step].map((frame) => selfiePath(name, frame)),
    );
  return {
    path,
    prepare: async (name) => {
      for (const step of Object.keys(framesOfStep) as LivenessStep[]) await loopFor(name, step);
    },
    follow: (name, step) => overwrite(loopFor(name, step)),
    show: (file) => overwrite(loopOf([file]).then((frames) => Buffer.concat(frames))),
    dark: () => overwrite(loopOf([grey(4)]).then((frames) => Buffer.concat(frames))),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function grey(level = 128): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}"><rect width="100%" height="100%" fill="rgb(${level},${level},${level})"/></svg>`,
  );
}

/** The pictures in turn, each at another place by a few pixels, until the loop is full. */
function loopOf(pictures: readonly (string | Buffer)[]): Promise<Buffer[]> {
  return Promise.all(
    Array.from({ length: LOOP }, async (_, index) => {
      const picture = pictures[index % pictures.length] as string | Buffer;
      // Every place once, and no two neighbours near each other: a camera in a hand never gives a picture twice.
      return frameOf(picture, (index * 9) % 24, (index * 14) % 32);
    }),
  );
}

async function frameOf(picture: string | Buffer, left: number, top: number): Promise<Buffer> {
  const { data } = await sharp(picture)
    .resize(WIDTH + 24, Math.round(((WIDTH + 24) * HEIGHT) / WIDTH), { fit: 'cover' })
    .extract({ left, top, width: WIDTH, height: HEIGHT })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.concat([Buffer.from(FRAME_HEAD), toYuv420(data)]);
}

/** JFIF's YCbCr (full range), chroma of each two by two pixels averaged. */
function toYuv420(rgb: Buffer): Buffer {
  const out = Buffer.alloc((WIDTH * HEIGHT * 3) / 2);
  const chroma = WIDTH * HEIGHT;
  for (let y = 0; y < HEIGHT; y++)
    for (let x = 0; x < WIDTH; x++) {
      const at = (y * WIDTH + x) * 3;
      const [r, g, b] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
      out[y * WIDTH + x] = clamp(0.299 * r + 0.587 * g + 0.114 * b);
      if (y % 2 === 1 || x % 2 === 1) continue;
      const to = chroma + (y / 2) * (WIDTH / 2) + x / 2;
      out[to] = clamp(128 - 0.1687 * r - 0.3313 * g + 0.5 * b);
      out[to + chroma / 4] = clamp(128 + 0.5 * r - 0.4187 * g - 0.0813 * b);
    }
  return out;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}
