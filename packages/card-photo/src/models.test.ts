import { describe, expect, it } from 'vitest';
import { loadCardModels, MODEL_BYTES, MODEL_FILES, type ModelProgress } from './models.ts';
import { readModels } from './testing/node-reader.ts';

const BASE = 'https://phone.example/models/';

function answering(body: (name: string) => Uint8Array | undefined): typeof globalThis.fetch {
  return async (url) => {
    const bytes = body(String(url).slice(BASE.length));
    return bytes === undefined ? new Response('', { status: 404 }) : new Response(bytes.slice());
  };
}

const sized = (name: string): Uint8Array =>
  new Uint8Array(
    Object.entries(MODEL_FILES).reduce(
      (size, [key, file]) => (file === name ? MODEL_BYTES[key as 'text'] : size),
      0,
    ),
  );

describe('models come from the site’s own folder', () => {
  it('with progress up to the whole', async () => {
    const progress: ModelProgress[] = [];
    const models = await loadCardModels(BASE, {
      fetch: answering(sized),
      onProgress: (one) => progress.push(one),
    });
    expect(Object.values(models).map(({ length }) => length)).toEqual(Object.values(MODEL_BYTES));
    expect(progress.at(-1)?.loadedBytes).toBe(progress.at(-1)?.totalBytes);
    expect(progress.length).toBeGreaterThan(3);
  });

  it.each<readonly [string, (name: string) => Uint8Array | undefined]>([
    ['cut short', (name) => sized(name).slice(1)],
    ['an error page', () => new TextEncoder().encode('<html>')],
    ['longer than the file', (name) => new Uint8Array(sized(name).length + 1)],
    ['not there', () => undefined],
  ])('%s: not taken for a model', async (_, body) => {
    await expect(loadCardModels(BASE, { fetch: answering(body) })).rejects.toThrow('not this file');
  });

  it('the sizes are those of the files that the packages bring', async () => {
    const models = await readModels();
    for (const [name, bytes] of Object.entries(MODEL_BYTES))
      expect(models[name as 'text'].length).toBe(bytes);
  });
});
