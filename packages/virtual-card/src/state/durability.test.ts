import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildPackage, CardProcess } from '../testing/card-process.ts';
import { ASK, JPKI, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { SAMPLE_PINS, sampleCardState } from '../testing/sample-card.ts';
import { createCardFile, FileCardStore } from './file-card-store.ts';

const AUTH = [JPKI, selectFile('0018')];
const SIGN = [JPKI, selectFile('001B')];

let folder: string;
let count = 0;
const running: CardProcess[] = [];

beforeAll(async () => {
  buildPackage();
  folder = await mkdtemp(join(tmpdir(), 'kaijo-card-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) await child.kill();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function newCardFile(): Promise<string> {
  const path = join(folder, `card-${++count}.json`);
  await createCardFile(path, sampleCardState());
  return path;
}

async function start(path: string): Promise<CardProcess> {
  const child = await CardProcess.start(path);
  running.push(child);
  return child;
}

async function triesLeft(path: string, pin: readonly string[]): Promise<string> {
  const card = await terminal({ store: await FileCardStore.open(path) });
  const word = await card.sw(...pin, ASK);
  await card.card.remove();
  return word;
}

describe('a process killed right after an answer', () => {
  it('cannot give a wrong try back', async () => {
    const path = await newCardFile();
    for (const left of ['63c2', '63c1', '63c0']) {
      const child = await start(path);
      expect(await child.exchange(...AUTH, verify('0000'))).toBe(left);
      await child.kill();
      expect((await triesLeft(path, AUTH)).toLowerCase()).toBe(left);
    }
    const child = await start(path);
    expect(await child.exchange(...AUTH, verify(SAMPLE_PINS.auth))).toBe('6984');
  });

  it('keeps what a right PIN set back', async () => {
    const path = await newCardFile();
    const child = await start(path);
    await child.exchange(...SIGN, verify('WRONG1'), verify('WRONG1'));
    expect(await child.exchange(verify(SAMPLE_PINS.sign))).toBe('9000');
    await child.kill();
    expect(await triesLeft(path, SIGN)).toBe('63C5');
  });
});

describe('a process killed at any moment', () => {
  it('leaves the card as it was or as it answered, and a right PIN costs no try (R33)', async () => {
    const path = await newCardFile();
    for (let round = 0; round < 12; round++) {
      const before = await triesLeft(path, SIGN);
      const child = await start(path);
      await child.exchange(...SIGN);
      child.send(verify(round % 3 === 2 ? SAMPLE_PINS.sign : 'WRONG1'));
      await sleep(round / 3);
      await child.kill();
      const after = await triesLeft(path, SIGN);
      const allowed = round % 3 === 2 ? [before, '63C5'] : [before, oneLess(before)];
      expect(allowed, `round ${round}`).toContain(after);
      if (after === '63C1')
        await start(path).then((c) => c.exchange(...SIGN, verify(SAMPLE_PINS.sign)).then(() => c.kill()));
    }
  });
});

function oneLess(word: string): string {
  return `63C${Number.parseInt(word.slice(3), 16) - 1}`;
}

describe('a card file', () => {
  it('belongs to one process: the second is told which has it', async () => {
    const path = await newCardFile();
    const child = await start(path);
    await expect(FileCardStore.open(path)).rejects.toMatchObject({
      problem: 'in-use',
      message: expect.stringContaining(String(child.pid)),
    });
  });

  it('is free again when its process was killed', async () => {
    const path = await newCardFile();
    await (await start(path)).kill();
    await (await FileCardStore.open(path)).close();
  });

  it('is readable by its owner only, also after it was written again', async () => {
    const path = await newCardFile();
    const card = await terminal({ store: await FileCardStore.open(path) });
    await card.sw(...AUTH, verify('0000'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await card.card.remove();
  });

  it('leaves nothing beside it when it is closed', async () => {
    const path = await newCardFile();
    const card = await terminal({ store: await FileCardStore.open(path) });
    await card.sw(...AUTH, verify('0000'));
    await card.card.remove();
    expect((await readdir(folder)).filter((name) => name.startsWith(`card-${count}.json`))).toEqual([
      `card-${count}.json`,
    ]);
  });
});
