import { personaNames } from '@kaijo/personas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CardReader } from './create-card-reader.ts';
import { isComplete, pinBOf } from './reading.ts';
import { evaluate, READ_ON } from './testing/evaluate.ts';
import { digitsOf } from './testing/holders.ts';
import { nodeReader } from './testing/node-reader.ts';
import { frontSample, personaSample } from './testing/samples.ts';
import { turnedRound } from './testing/turn.ts';

let reader: CardReader;
beforeAll(async () => {
  reader = await nodeReader();
});
afterAll(() => reader.close());

describe('a photo of the front gives PIN-B', () => {
  it.each(personaNames.map((name, i) => [name, i] as const))('of %s', async (name, i) => {
    const { photo, holder } = await personaSample(name, i % 2 === 0 ? 'light' : 'middle', 40 + i);
    const reading = await reader.read(photo, READ_ON);
    if (reading.kind === 'refused') throw new Error(reading.reason);
    expect(isComplete(reading)).toBe(true);
    const composed = pinBOf(reading, READ_ON);
    expect(
      composed.kind === 'composed' && composed.pinB.secret.use((bytes) => new TextDecoder().decode(bytes)),
    ).toBe(digitsOf(holder));
  });

  it('also upside down, and standing', async () => {
    const { photo, holder } = await personaSample('hanako', 'light', 7);
    for (const quarters of [1, 2, 3] as const) {
      const { outcome } = await evaluate(reader, { photo: turnedRound(photo, quarters), holder });
      expect(outcome).toBe('right');
    }
  });

  it('a photo that is hard to read gives nothing wrong (the whole evaluation is the slow suite’s)', async () => {
    expect((await evaluate(reader, await frontSample('hard', 1))).outcome).not.toBe('wrong');
    expect((await evaluate(reader, await frontSample('worse', 2))).outcome).not.toBe('wrong');
  });
});
