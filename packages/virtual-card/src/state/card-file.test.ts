import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { CardGoneError } from '@kaijo/iso7816';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ASK, JPKI, selectFile, terminal, verify } from '../testing/card-terminal.ts';
import { SAMPLE_PINS, sampleCardState } from '../testing/sample-card.ts';
import type { CardMemory, CardState } from './card-state.ts';
import { type CardStore, MemoryCardStore } from './card-store.ts';
import { createCardFile, FileCardStore } from './file-card-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kaijo-card-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function cardFile(name: string, edit: (text: string) => string = (text) => text): Promise<string> {
  const path = join(folder, name);
  await createCardFile(path, sampleCardState());
  await writeFile(path, edit(await readFile(path, 'utf8')));
  return path;
}

async function load(path: string): Promise<CardState> {
  const store = await FileCardStore.open(path);
  try {
    return await store.load();
  } finally {
    await store.close();
  }
}

describe('a card file', () => {
  it('gives back the card that was written', async () => {
    const state = await load(await cardFile('whole.json'));
    const original = sampleCardState();
    expect(state.body.files).toEqual(original.body.files);
    expect(state.body.managementId).toEqual(original.body.managementId);
    expect(state.body.keys.sign?.equals(original.body.keys.sign as never)).toBe(true);
    expect(state.memory.pins.sign.value?.equals(original.memory.pins.sign.value as never)).toBe(true);
    expect(state.memory.sequenceCounter).toBe(0);
  });

  it('is not written over', async () => {
    const path = await cardFile('once.json');
    await expect(createCardFile(path, sampleCardState())).rejects.toMatchObject({ problem: 'inaccessible' });
  });

  it('that does not exist is missing', async () => {
    await expect(FileCardStore.open(join(folder, 'none.json'))).rejects.toMatchObject({ problem: 'missing' });
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, text.length / 2), /not JSON/],
    ['empty', () => '', /not JSON/],
    ['of another kind', () => '{"name":"kaijo"}', /required/],
    [
      'of another format',
      (text: string) => text.replace('kaijo-virtual-card/1', 'kaijo-virtual-card/9'),
      /format/,
    ],
    [
      'with a counter too high',
      (text: string) => text.replace('"triesLeft": 3', '"triesLeft": 9'),
      /more tries/,
    ],
    [
      'with a negative counter',
      (text: string) => text.replace('"triesLeft": 3', '"triesLeft": -1'),
      /triesLeft/,
    ],
    ['without a PIN', (text: string) => text.replace('"auth": {', '"other": {'), /pins/],
    ['with a broken key', (text: string) => text.replace(/("keys": \{\s+"auth": ")..../, '$1AAAA'), /key/],
  ])('%s is refused with the reason and without its secrets', async (name, edit, reason) => {
    const path = await cardFile(`${name}.json`, edit);
    const error = await load(path).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      name: 'CardFileError',
      problem: 'corrupt',
      message: expect.stringMatching(reason),
    });
    expect(inspect(error)).not.toContain(SAMPLE_PINS.sign);
  });

  it('is never shown by logging the card', async () => {
    const state = await load(await cardFile('logged.json'));
    const shown = inspect(state, { depth: 9 }) + JSON.stringify(state.memory);
    for (const pin of [SAMPLE_PINS.auth, SAMPLE_PINS.sign, SAMPLE_PINS.facePinB])
      expect(shown).not.toContain(pin);
  });
});

/** A disk that fails when told to. */
class FailingStore implements CardStore {
  readonly #inner = new MemoryCardStore(sampleCardState());
  fails = false;

  load(): Promise<CardState> {
    return this.#inner.load();
  }
  async save(memory: CardMemory): Promise<void> {
    if (this.fails) throw new Error('no space left');
    await this.#inner.save(memory);
  }
  close(): Promise<void> {
    return this.#inner.close();
  }
}

describe('a card whose store fails', () => {
  it('gives no answer, neither to a wrong PIN nor afterwards, until it is powered on again', async () => {
    const store = new FailingStore();
    const card = await terminal({ store });
    await card.sw(JPKI, selectFile('0018'));
    store.fails = true;
    await expect(card.sw(verify('0000'))).rejects.toBeInstanceOf(CardGoneError);
    await expect(card.sw(ASK)).rejects.toBeInstanceOf(CardGoneError);
    store.fails = false;
    await card.reset();
    expect(await card.sw(JPKI, selectFile('0018'), ASK)).toBe('63C3');
  });

  it('does not open anything to a right PIN whose counter could not be set back', async () => {
    const store = new FailingStore();
    const card = await terminal({ store });
    await card.sw(JPKI, selectFile('0018'), verify('0000'));
    store.fails = true;
    await expect(card.sw(verify(SAMPLE_PINS.auth))).rejects.toBeInstanceOf(CardGoneError);
    await card.reset();
    expect(await card.sw(JPKI, selectFile('0018'), ASK)).toBe('63C2');
  });
});
