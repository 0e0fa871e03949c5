import { readPortrait, readSelfie } from '@kaijo/personas/files';
import { chipPortrait } from '@kaijo/virtual-card';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ALL_CHALLENGES } from '../challenge.ts';
import { createFaceCheck, type RunningFaceCheck } from '../create-face-check.ts';
import { decodePicture, FRAME_LIMITS } from '../decode/decode.ts';
import type { FaceEvidence } from '../face-check.ts';
import { buildWorker } from '../testing/built-worker.ts';
import { measured } from '../testing/measured.ts';
import { findInProcessMemory, residentBytes } from '../testing/process-memory.ts';
import { recording } from '../testing/recording.ts';
import type { PoolEvent, PoolOptions } from './pool.ts';

const challenge = ALL_CHALLENGES[0]!;
let chip: Uint8Array;
let running: RunningFaceCheck | undefined;
let events: PoolEvent[];

beforeAll(async () => {
  buildWorker();
  chip = await chipPortrait(await readPortrait('hanako'));
});
afterEach(async () => {
  await running?.close();
});

const start = async (options: PoolOptions): Promise<RunningFaceCheck> => {
  events = [];
  running = await createFaceCheck({ ...options, onEvent: (event) => events.push(event) });
  return running;
};
const withMatcher = (behaviour: object, options: PoolOptions = {}): Promise<RunningFaceCheck> =>
  start({
    workers: 1,
    ...options,
    models: { module: new URL('../testing/test-models.mjs', import.meta.url).href, options: behaviour },
  });
const evidence = async (): Promise<FaceEvidence> => ({
  portraitJp2: chip,
  frames: await recording('hanako', challenge),
  challenge,
});
const noFailure = {
  kind: 'unusable',
  reasons: ['not-processable'],
  model: { name: 'test-matcher', version: '7' },
};
const judgedByTestMatcher = { kind: 'unusable', frame: 0, reasons: ['no-face'] };

describe('an operator’s own matcher', () => {
  it('judges in the workers and is named in the outcome', async () => {
    const face = await withMatcher({ behaviour: 'fine', at: 1 });
    expect(face.model).toEqual({ name: 'test-matcher', version: '7' });
    expect(await face.judge(await evidence())).toMatchObject({ ...judgedByTestMatcher, model: face.model });
  });

  it('that cannot be loaded stops the start, with its own reason', async () => {
    await expect(withMatcher({ behaviour: 'cannot-load' })).rejects.toThrow(
      'the certified matcher has no licence',
    );
  });
});

describe('a picture that brings a worker down', () => {
  it.each([
    'crash',
    'exit',
    'garbage',
  ])('by %s is answered, counts as no failure, and the next is judged', async (behaviour) => {
    const face = await withMatcher({ behaviour, at: 2 });
    const first = face.pids[0];
    expect(await face.judge(await evidence())).toMatchObject(judgedByTestMatcher);
    expect(await face.judge(await evidence())).toEqual(noFailure);
    expect(await face.judge(await evidence())).toMatchObject(judgedByTestMatcher);
    expect(face.pids).toHaveLength(1);
    expect(face.pids[0]).not.toBe(first);
    expect(events).toContainEqual({ kind: 'worker-died', pid: first, cause: 'crash' });
  });

  it('by never ending is killed after its time', async () => {
    const face = await withMatcher({ behaviour: 'hang', at: 2 }, { timeoutMs: 3_000 });
    await face.judge(await evidence());
    const hung = face.pids[0];
    expect(await face.judge(await evidence())).toEqual(noFailure);
    expect(events).toContainEqual({ kind: 'worker-died', pid: hung, cause: 'timeout' });
    expect(await face.judge(await evidence())).toMatchObject(judgedByTestMatcher);
    expect(() => process.kill(hung as number, 0)).toThrow(); // gone
  });
});

describe('more holders than workers', () => {
  it('wait in the queue; when it is full the next are told when to come back', async () => {
    const face = await withMatcher({ behaviour: 'slow', ms: 150, at: 1 }, { queue: 2 });
    const outcomes = await Promise.all(Array.from({ length: 5 }, async () => face.judge(await evidence())));
    const kinds = outcomes.map((outcome) => outcome.kind).sort();
    expect(kinds).toEqual(['busy', 'busy', 'unusable', 'unusable', 'unusable']);
    for (const outcome of outcomes)
      if (outcome.kind === 'busy') expect(outcome.retryAfterSeconds).toBeGreaterThanOrEqual(1);
  });

  it('are answered busy when the service closes, and refused after', async () => {
    const face = await withMatcher({ behaviour: 'slow', ms: 5_000, at: 1 });
    const asked = [face.judge(await evidence()), face.judge(await evidence())];
    await face.close();
    expect((await Promise.all(asked)).map((outcome) => outcome.kind)).toEqual(['unusable', 'busy']);
    await expect(face.judge(await evidence())).rejects.toThrow('closed');
  });
});

describe('after the answer (R23)', () => {
  it('no picture, crop or embedding is left: not with the caller, not in the worker’s memory', async () => {
    const face = await start({ workers: 1 });
    const pid = face.pids[0] as number;
    const asked = await evidence();
    const selfie = await readSelfie('hanako', 'yaw+00');
    const decoded = await decodePicture(selfie, FRAME_LIMITS);
    if (decoded.kind === 'refused' || decoded.picture.channels !== 3) throw new Error('selfie');
    const { data, width } = decoded.picture;
    const template = (await measured('hanako', 'yaw+00')).face?.template as Float32Array;
    const middle = 3 * (300 * width + 200);
    const marks = new Map<string, Uint8Array>([
      ['frame as sent', selfie.slice(selfie.length >> 1, (selfie.length >> 1) + 48)],
      ['chip photo as read', chip.slice(1_000, 1_048)],
      ['pixels', data.slice(middle, middle + 48)],
      ['embedding', new Uint8Array(template.buffer, 400, 32)],
    ]);
    expect(findInProcessMemory(process.pid, marks)).toEqual(new Set(marks.keys())); // the search finds what is there

    expect((await face.judge(asked)).kind).toBe('match');
    expect(asked.frames.every((frame) => frame.jpeg.every((byte) => byte === 0))).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 300)); // the worker collects after it has answered
    expect(findInProcessMemory(pid, marks)).toEqual(new Set());
  });

  it('two workers together stay below 400 MB', async () => {
    const face = await start({ workers: 2 });
    for (let i = 0; i < 3; i++)
      await Promise.all([face.judge(await evidence()), face.judge(await evidence())]);
    const resident = face.pids.map(residentBytes).reduce((sum, bytes) => sum + bytes, 0);
    console.log(`two workers: ${(resident / 1e6).toFixed(0)} MB resident`);
    expect(resident).toBeLessThan(400e6);
  });
});
