import { readFile } from 'node:fs/promises';
import * as ort from 'onnxruntime-node';
import { type CardReader, createCardReader } from '../create-card-reader.ts';
import { modelPaths } from '../files.ts';
import type { CardModels } from '../models.ts';

export async function readModels(): Promise<CardModels> {
  const entries = Object.entries(modelPaths()).map(
    async ([name, path]) => [name, new Uint8Array(await readFile(path))] as const,
  );
  return Object.fromEntries(await Promise.all(entries)) as CardModels;
}

export async function nodeReader(): Promise<CardReader> {
  return createCardReader({ ort, models: await readModels() });
}
