import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardReader } from './create-card-reader.ts';
import { PHOTO_CLASSES } from './testing/classes.ts';
import { OTHER_KINDS } from './testing/draw-others.ts';
import { READ_ON } from './testing/evaluate.ts';
import { countingReader, type Runs } from './testing/node-reader.ts';
import { otherSample } from './testing/samples.ts';
import { turnedRound } from './testing/turn.ts';

let reader: CardReader;
let runs: Runs;
beforeAll(async () => {
  ({ reader, runs } = await countingReader());
});
afterAll(() => reader.close());

describe('the individual number is never read (R38)', () => {
  it.each(
    PHOTO_CLASSES,
  )('the back of the card is refused before a character is looked for: %s', async (photoClass) => {
    const photo = await otherSample('back', photoClass, 5);
    expect(await reader.read(photo, READ_ON)).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(/^(back-side|not-a-front)$/),
    });
    expect((await reader.read(turnedRound(photo, 2), READ_ON)).kind).toBe('refused');
    expect(runs.lines + runs.text).toBe(0);
  });

  it('the live view asks to turn it over', async () => {
    const reasons: unknown[] = [];
    for (const seed of [5, 6, 7])
      reasons.push(reader.look(await otherSample('back', 'light', seed)).reasons[0]);
    expect(reasons).toContain('back-side');
  });
});

describe('what is not the front of a My Number Card is refused before a character is looked for', () => {
  it.each(OTHER_KINDS.filter((kind) => kind !== 'back'))('%s', async (kind) => {
    const photo = await otherSample(kind, 'light', 2);
    const reading = await reader.read(photo, READ_ON);
    expect(reading.kind).toBe('refused');
    expect((await reader.read(turnedRound(photo, 2), READ_ON)).kind).toBe('refused');
    expect(Object.keys(reading).toSorted()).toEqual(['kind', 'reason']);
    expect(runs.lines + runs.text).toBe(0);
  });
});
