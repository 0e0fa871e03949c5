import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const COMPRESSIBLE = /\.(?:html|js|mjs|css|svg|json|webmanifest|wasm)$/;
/** Below this the head of a response is larger than what is saved. */
const SMALLEST = 1_024;
/** The best compression of a large WebAssembly module takes half a minute for a few per cent. */
const LARGE = 1_000_000;

/** Writes `.br` and `.gz` beside every file of the build that gets smaller by it; the service sends them as they are. */
export function precompress(): Plugin {
  let outDir = '';
  return {
    name: 'kaijo-precompress',
    apply: 'build',
    configResolved: (config) => {
      outDir = join(config.root, config.build.outDir);
    },
    closeBundle: async () => {
      const files = await readdir(outDir, { recursive: true });
      await Promise.all(
        files.filter((file) => COMPRESSIBLE.test(file)).map((file) => compress(join(outDir, file))),
      );
    },
  };
}

async function compress(file: string): Promise<void> {
  if ((await stat(file)).size < SMALLEST) return;
  const content = await readFile(file);
  const quality = content.length > LARGE ? 6 : 11;
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
  await writeFile(
    `${file}.br`,
    await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
  );
}
