import type { FaceModels, LoadFaceModels } from './face-models.ts';
import { loadKaijoModels } from './kaijo-models.ts';

/** Another matcher: a module (file URL or package name) whose default export is a {@link LoadFaceModels}. */
export interface ModelsModule {
  readonly module: string;
  /** Handed to the module as it is; must survive JSON. */
  readonly options?: unknown;
}

/** @throws Error when the module or a model cannot be loaded. */
export async function loadFaceModels(source?: ModelsModule): Promise<FaceModels> {
  if (!source) return loadKaijoModels();
  const { default: load } = (await import(source.module)) as { default: LoadFaceModels };
  return load(source.options);
}
