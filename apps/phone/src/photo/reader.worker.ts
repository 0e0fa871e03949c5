import { type CardReader, createCardReader, loadCardModels, lookAtFrame } from '@kaijo/card-photo';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as ort from 'onnxruntime-web/wasm';
import type { FromReader, ToReader } from './messages.ts';

/** Reads the card's front off the page's thread. The pictures never leave this worker (R38). */

ort.env.wasm.wasmPaths = { wasm: new URL(wasm, self.location.href).href };
// Threads need a page that is isolated from others; one is enough for three lines of digits.
ort.env.wasm.numThreads = 1;

let reader: Promise<CardReader> | undefined;

self.addEventListener('message', ({ data }: MessageEvent<ToReader>) => {
  void handle(data);
});

async function handle(message: ToReader): Promise<void> {
  switch (message.kind) {
    case 'load':
      reader ??= load(message.models);
      await reader.then(
        () => tell({ kind: 'loaded' }),
        () => {
          reader = undefined;
          tell({ kind: 'unavailable' });
        },
      );
      return;
    case 'look':
      tell({ kind: 'looked', verdict: lookAtFrame(message.frame) });
      return;
    case 'read': {
      const reading = await reader
        ?.then((ready) => ready.read(message.picture, message.today))
        .catch(() => undefined);
      tell(reading === undefined ? { kind: 'unavailable' } : { kind: 'read', reading });
    }
  }
}

async function load(models: string): Promise<CardReader> {
  const loaded = await loadCardModels(models, {
    onProgress: ({ loadedBytes, totalBytes }) => tell({ kind: 'progress', share: loadedBytes / totalBytes }),
  });
  return createCardReader({ ort, models: loaded });
}

function tell(message: FromReader): void {
  self.postMessage(message);
}
