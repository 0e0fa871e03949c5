import { readPortrait } from '@kaijo/personas/files';
import { chipPortrait } from '@kaijo/virtual-card';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ALL_CHALLENGES, type Challenge } from '../challenge.ts';
import { createFaceCheck, type RunningFaceCheck } from '../create-face-check.ts';
import { CHIP_LIMITS, decodePicture, FRAME_LIMITS } from '../decode/decode.ts';
import { breakImage, seeded, soundPictures } from '../testing/broken-images.ts';
import { buildWorker } from '../testing/built-worker.ts';
import { residentBytes } from '../testing/process-memory.ts';
import { recording } from '../testing/recording.ts';
import type { PoolEvent } from './pool.ts';

const COUNT = Number(process.env.FACE_BROKEN ?? 10_000);
/** The time after which the pool kills a worker, and the rest for a busy machine: nothing may take longer. */
const MAX_MS = 25_000;
const MAX_RESIDENT = 400e6;

let face: RunningFaceCheck;
const events: PoolEvent[] = [];
beforeAll(async () => {
  buildWorker();
  face = await createFaceCheck({ workers: 2, queue: 4, onEvent: (event) => events.push(event) });
});
afterAll(() => face.close());

it(`${COUNT} broken pictures are each answered in bounded time and memory, count as no failure unless they decode without complaint, and the service stays up`, async () => {
  const challenge = ALL_CHALLENGES[0] as Challenge;
  const chip = await chipPortrait(await readPortrait('taro'));
  const sound = await soundPictures('taro', 'zoom1.1');
  const random = seeded(2026);
  const seen = new Map<string, number>();
  let slowest = 0;
  let resident = 0;
  let next = 0;
  const feed = async () => {
    while (next < COUNT) {
      const place = next++ % 9;
      const { how, bytes } = breakImage(sound, random);
      const copy = Uint8Array.from(bytes); // judge overwrites the frames
      const frames = await recording('taro', challenge);
      const isChip = place === 8;
      if (!isChip) frames[0] = { step: 'look-straight', atMs: 0, jpeg: bytes };
      const before = performance.now();
      const outcome = await face.judge({ portraitJp2: isChip ? bytes : chip, frames, challenge });
      const took = performance.now() - before;
      slowest = Math.max(slowest, took);
      expect(took, how).toBeLessThan(MAX_MS);
      const key = outcome.kind === 'unusable' ? `unusable: ${outcome.reasons.join(', ')}` : outcome.kind;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      expect(outcome.kind, how).not.toBe('busy');
      if (outcome.kind === 'mismatch' || outcome.kind === 'liveness-failed') {
        // Neither format has a checksum: what decodes without a complaint is a picture, if of something else. A chip
        // photo's is its issuer's signature, verified before (card.md); a frame's is the transport's.
        const decoded = await decodePicture(copy, isChip ? CHIP_LIMITS : FRAME_LIMITS);
        expect(decoded.kind, `${how}: ${JSON.stringify(outcome)}`).toBe('picture');
      }
      if (next % 50 === 0) {
        resident = Math.max(
          resident,
          face.pids.map(residentBytes).reduce((sum, b) => sum + b, 0),
        );
        expect(resident, how).toBeLessThan(MAX_RESIDENT);
      }
    }
  };
  await Promise.all([feed(), feed()]);

  const sane = await recording('taro', challenge);
  expect((await face.judge({ portraitJp2: chip, frames: sane, challenge })).kind).toBe('match');
  const deaths = events.filter((event) => event.kind === 'worker-died').length;
  console.log({
    seen: Object.fromEntries(seen),
    slowestMs: Math.round(slowest),
    residentMB: Math.round(resident / 1e6),
    deaths,
  });
});
