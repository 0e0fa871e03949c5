import { readFile } from 'node:fs/promises';
import { type FaceModels, loadFaceModels } from '@kaijo/face';
import { Option } from 'commander';
import { CommandFailure, EXIT } from '../exit-codes.ts';

/** @throws CommandFailure for a file that cannot be read */
export async function readPicture(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: unknown) => {
    throw new CommandFailure(EXIT.NO_INPUT, `${path} cannot be read`, error);
  });
}

/** Another matcher than Kaijo's own: a module as docs/face.md describes it. */
export function modelsOption(): Option {
  return new Option('--models <module>', "another matcher (docs/face.md), instead of Kaijo's own");
}

/** @throws CommandFailure when the module or its models cannot be loaded */
export async function openModels(module: string | undefined): Promise<FaceModels> {
  return loadFaceModels(module === undefined ? undefined : { module }).catch((error: unknown) => {
    throw new CommandFailure(
      EXIT.DATA,
      `the face models cannot be loaded: ${(error as Error).message}`,
      error,
    );
  });
}
