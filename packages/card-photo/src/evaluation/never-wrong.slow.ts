import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardReader } from '../create-card-reader.ts';
import { PHOTO_CLASSES, sceneOf } from '../testing/classes.ts';
import { drawFront } from '../testing/draw-front.ts';
import { OTHER_KINDS } from '../testing/draw-others.ts';
import { evaluate, READ_ON } from '../testing/evaluate.ts';
import { randomHolder } from '../testing/holders.ts';
import { LAYOUTS, type Layout } from '../testing/layouts.ts';
import { countingReader, type Runs } from '../testing/node-reader.ts';
import { Random } from '../testing/random.ts';
import { otherSample } from '../testing/samples.ts';
import { takePhoto } from '../testing/scene.ts';
import { spoilDigits } from '../testing/spoil-digits.ts';

let reader: CardReader;
let runs: Runs;
beforeAll(async () => {
  ({ reader, runs } = await countingReader());
});
afterAll(() => reader.close());

it('the back and other cards in every class: none is searched for a character (R38)', async () => {
  for (const kind of OTHER_KINDS)
    for (const photoClass of PHOTO_CLASSES)
      for (let seed = 600_000; seed < 600_003; seed++) {
        const reading = await reader.read(await otherSample(kind, photoClass, seed), READ_ON);
        expect({ kind, photoClass, seed, read: reading.kind }).toMatchObject({ read: 'refused' });
      }
  expect(runs.lines + runs.text).toBe(0);
});

describe('digits that are partly gone are asked for, not guessed', () => {
  it.each(['scratched', 'burnt out', 'smeared'] as const)('%s', async (how) => {
    const counts = { right: 0, asked: 0, refused: 0, wrong: 0 };
    for (let seed = 610_000; seed < 610_020; seed++) {
      const random = new Random(seed);
      const layout = LAYOUTS[seed % LAYOUTS.length] as Layout;
      const holder = randomHolder(random);
      const card = spoilDigits(await drawFront(holder, layout, random), layout, how, random);
      const photo = await takePhoto(card, sceneOf(random.pick(['light', 'middle']), random), random);
      counts[(await evaluate(reader, { photo, holder })).outcome]++;
    }
    console.log(`card photos, digits ${how}: ${JSON.stringify(counts)}`);
    expect(counts.wrong).toBe(0);
    expect(counts.asked + counts.refused).toBeGreaterThan(0);
  });
});
