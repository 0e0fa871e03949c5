import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { type CardReader, createCardReader } from '../create-card-reader.ts';
import { modelPaths } from '../files.ts';
import type { CardModels, ModelName, OrtRuntime } from '../models.ts';

export async function readModels(): Promise<CardModels> {
  const entries = Object.entries(modelPaths()).map(
    async ([name, path]) => [name, new Uint8Array(await readFile(path))] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as CardModels;
}

export async function nodeReader(): Promise<CardReader> {
  return createCardReader({ ort, models: await readModels() });
}

/** How often each model was run. */
export type Runs = Record<Exclude<ModelName, 'characters'>, number>;

/** A reader whose models are counted whenever they are run. */
export async function countingReader(): Promise<{ readonly reader: CardReader; readonly runs: Runs }> {
  const models = await readModels();
  const runs: Runs = { portrait: 0, lines: 0, text: 0 };
  const create = async (weights: Uint8Array, options: object) => {
    const session = await ort.InferenceSession.create(weights, options);
    const name = (Object.keys(runs) as (keyof Runs)[]).find((key) => models[key] === weights);
    const run = session.run.bind(session);
    session.run = ((feeds: Parameters<typeof run>[0]) => {
      if (name !== undefined) runs[name]++;
      return run(feeds);
    }) as typeof session.run;
    return session;
  };
  const counting = { Tensor: ort.Tensor, InferenceSession: { create } } as unknown as OrtRuntime;
  return { reader: await createCardReader({ ort: counting, models }), runs };
}
