import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from './bill-of-materials.ts';

const FOLDERS = ['packages/face/models', 'packages/card-photo/models'] as const;

/** The weights that stand in this repository, with the hashes of their files. */
export function readModels(root: string): readonly Model[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.onnx'))
      .map((name) => ({
        path: `${folder}/${name}`,
        sha256: createHash('sha256')
          .update(readFileSync(join(root, folder, name)))
          .digest('hex'),
      })),
  );
}
