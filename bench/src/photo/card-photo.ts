import { createCardReader, lookAtFrame, type OrtRuntime, type Picture } from '@kaijo/card-photo';
import { evaluate, frontSample, READ_ON, readModels, wholePicturePass } from '@kaijo/card-photo/testing';
import * as ortNode from 'onnxruntime-node';
import * as ortWeb from 'onnxruntime-web/wasm';
import sharp from 'sharp';
import { type Figure, median, type Report, spread } from '../report.ts';

const PHOTOS = 4;
const ROUNDS = 2;
const LONGEST_READING = 1_500;
const FRAME = { width: 640, height: 480 } as const;
const LOOKS = 60;
const LEAST_LOOKS = 8;

/** A photo of a card's front to its fields, in both runtimes; the live view; and the same models over the whole picture. */
export async function cardPhoto(): Promise<Report> {
  // As in a browser without cross-origin isolation.
  ortWeb.env.wasm.numThreads = 1;
  const models = await readModels();
  const samples = await Promise.all(
    Array.from({ length: PHOTOS }, (_, i) => frontSample(i % 2 === 0 ? 'light' : 'middle', 900_000 + i)),
  );
  const figures: Figure[] = [];
  for (const [name, ort] of [
    ['native', ortNode],
    ['WebAssembly, one thread', ortWeb],
  ] as const) {
    const runtime = ort as OrtRuntime;
    const reader = await createCardReader({ ort: runtime, models });
    const whole = await wholePicturePass(runtime, models);
    const [reading, passing]: [number[], number[]] = [[], []];
    let right = 0;
    for (let round = -1; round < ROUNDS; round++)
      for (const sample of samples) {
        const took = await timed(() => reader.read(sample.photo, READ_ON));
        const beside = await timed(() => whole(sample.photo));
        if (round < 0) {
          if ((await evaluate(reader, sample)).outcome === 'right') right++;
          continue;
        }
        reading.push(took);
        passing.push(beside);
      }
    await reader.close();
    if (right < PHOTOS) throw new Error(`only ${right} of the ${PHOTOS} photos to measure with are read`);
    const limit = median(reading);
    figures.push(
      {
        what: `photo to fields, onnxruntime ${name}`,
        value: spread(reading, 'ms'),
        goal: `at most ${LONGEST_READING} ms`,
        met: limit <= LONGEST_READING,
      },
      { what: `the whole picture through the same models, ${name}`, value: spread(passing, 'ms') },
      { what: `whole picture against Kaijo, ${name}`, value: (median(passing) / limit).toFixed(2) },
    );
  }
  const perSecond = await looks(samples.map(({ photo }) => photo));
  figures.push({
    what: `live view, frames of ${FRAME.width} x ${FRAME.height}`,
    value: spread(perSecond, '/s'),
    goal: `at least ${LEAST_LOOKS}/s`,
    met: median(perSecond) >= LEAST_LOOKS,
  });
  return {
    title: 'Card photo: from the picture to the three fields',
    figures,
    notes: [
      `${PHOTOS} drawn photos of 1280 x 960, ${ROUNDS} times each, models loaded and warm; all are read without a hand.`,
      'The whole picture: one search for lines at 960 pixels and every line read once, without deciding anything.',
    ],
  };
}

async function looks(photos: readonly Picture[]): Promise<number[]> {
  const frames = await Promise.all(photos.map(asFrame));
  const rates: number[] = [];
  for (let i = 0; i < LOOKS; i++) {
    const frame = frames[i % frames.length] as Picture;
    const took = await timed(async () => lookAtFrame(frame));
    if (i >= frames.length) rates.push(1_000 / took);
  }
  return rates;
}

async function asFrame({ width, height, data }: Picture): Promise<Picture> {
  const raw = { raw: { width, height, channels: 4 as const } };
  return { ...FRAME, data: await sharp(data, raw).resize(FRAME.width, FRAME.height).raw().toBuffer() };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
