import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardReader } from './create-card-reader.ts';
import type { Picture } from './picture/picture.ts';
import { READ_ON } from './testing/evaluate.ts';
import { nodeReader } from './testing/node-reader.ts';
import { Random } from './testing/random.ts';

let reader: CardReader;
beforeAll(async () => {
  reader = await nodeReader();
});
afterAll(() => reader.close());

const filled = (width: number, height: number, value: (i: number) => number): Picture => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 4 }, (_, i) => value(i)),
});

describe('a picture whose dimensions do not fit its data', () => {
  it.each<readonly [string, Picture]>([
    ['nothing', { width: 0, height: 0, data: new Uint8Array() }],
    ['no width', { width: 0, height: 480, data: new Uint8Array(0) }],
    ['negative', { width: -640, height: -480, data: new Uint8Array(640 * 480 * 4) }],
    ['not whole', { width: 640.5, height: 480, data: new Uint8Array(640 * 480 * 4) }],
    ['not a number', { width: Number.NaN, height: 480, data: new Uint8Array(640 * 480 * 4) }],
    ['too short', { width: 640, height: 480, data: new Uint8Array(640 * 480 * 4 - 1) }],
    ['three channels', { width: 640, height: 480, data: new Uint8Array(640 * 480 * 3) }],
    ['larger than any phone’s', { width: 100_000, height: 100_000, data: new Uint8Array(4) }],
    ['tiny', { width: 8, height: 8, data: new Uint8Array(256) }],
    ['no bytes at all', { width: 64, height: 64, data: 'AAAA' as unknown as Uint8Array }],
  ])('%s', async (_, picture) => {
    expect(await reader.read(picture, READ_ON)).toEqual({ kind: 'refused', reason: 'bad-picture' });
    expect(reader.look(picture)).toMatchObject({ ready: false, reasons: ['no-card'] });
  });
});

describe('a picture of nothing', () => {
  const random = new Random(1);
  it.each<readonly [string, Picture]>([
    ['black', filled(640, 480, () => 0)],
    ['white', filled(640, 480, () => 255)],
    ['noise', filled(640, 480, () => random.whole(0, 255))],
    ['a line of pixels', filled(64, 4_000, (i) => (i >> 9) & 255)],
    ['stripes both ways', filled(640, 480, (i) => ((i >> 6) & 1) * 255 ** (Math.floor(i / 40_960) & 1))],
  ])('%s', async (_, picture) => {
    expect((await reader.read(picture, READ_ON)).kind).toBe('refused');
    const { ready, measures } = reader.look(picture);
    expect(ready).toBe(false);
    expect(Object.values(measures).every(Number.isFinite)).toBe(true);
  });
});

it('readings asked for at once are given one by one, and one that fails does not stop the next', async () => {
  const bad = { width: 1, height: 1, data: new Uint8Array(4) };
  const readings = await Promise.all(
    [bad, filled(640, 480, () => 0), bad].map((one) => reader.read(one, READ_ON)),
  );
  expect(readings.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused']);
});
