import type { InferenceSession, Tensor } from 'onnxruntime-common';

/** The part of onnxruntime (`onnxruntime-web/wasm` or `onnxruntime-node`) that is used; the caller brings it. */
export interface OrtRuntime {
  readonly InferenceSession: typeof InferenceSession;
  readonly Tensor: typeof Tensor;
}

/** File names, as {@link loadCardModels} asks for them below its base URL and `@kaijo/card-photo/files` gives them. */
export const MODEL_FILES = {
  portrait: 'blazeface-back.onnx',
  lines: 'ch_PP-OCRv4_det_infer.onnx',
  text: 'ch_PP-OCRv4_rec_infer.onnx',
  characters: 'ppocr_keys_v1.txt',
} as const;

export type ModelName = keyof typeof MODEL_FILES;

/** Weights and the recogniser's characters (UTF-8, one a line), as they are in the files. */
export type CardModels = { readonly [Name in ModelName]: Uint8Array };

export interface ModelProgress {
  readonly loadedBytes: number;
  /** Known from the start: the files are pinned. */
  readonly totalBytes: number;
}

export interface LoadOptions {
  readonly onProgress?: (progress: ModelProgress) => void;
  readonly signal?: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
}

/** Sizes in bytes: what is cut short or replaced by an error page is not run. */
export const MODEL_BYTES: { readonly [Name in ModelName]: number } = {
  portrait: 551_992,
  lines: 4_745_517,
  text: 10_822_323,
  characters: 26_249,
};

const TOTAL_BYTES = Object.values(MODEL_BYTES).reduce((sum, bytes) => sum + bytes, 0);

/**
 * Fetches the models from the site's own folder, 16 MB, with progress.
 * @throws TypeError of fetch when the network fails, Error naming the file when an answer is not that file, AbortError
 */
export async function loadCardModels(baseUrl: string | URL, options: LoadOptions = {}): Promise<CardModels> {
  const { onProgress, signal } = options;
  const get = options.fetch ?? globalThis.fetch.bind(globalThis);
  let loadedBytes = 0;
  const progressed = (bytes: number): void => {
    loadedBytes += bytes;
    onProgress?.({ loadedBytes, totalBytes: TOTAL_BYTES });
  };
  const names = Object.keys(MODEL_FILES) as ModelName[];
  const loaded = await Promise.all(
    names.map(async (name) => {
      const response = await get(new URL(MODEL_FILES[name], baseUrl), signal ? { signal } : {});
      if (!response.ok || response.body === null) throw notTheFile(name);
      return [name, await readExactly(name, response.body, progressed)] as const;
    }),
  );
  return Object.fromEntries(loaded) as CardModels;
}

async function readExactly(
  name: ModelName,
  body: ReadableStream<Uint8Array>,
  progressed: (bytes: number) => void,
): Promise<Uint8Array> {
  const whole = new Uint8Array(MODEL_BYTES[name]);
  let length = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (length + value.length > whole.length) {
      await reader.cancel();
      throw notTheFile(name);
    }
    whole.set(value, length);
    length += value.length;
    progressed(value.length);
  }
  if (length !== whole.length) throw notTheFile(name);
  return whole;
}

function notTheFile(name: ModelName): Error {
  return new Error(`model ${MODEL_FILES[name]}: the answer is not this file`);
}
