export { FileKeyStore } from './file-key-store.ts';
export { KeyFolderError } from './key-folder.ts';
export type { KeyStore, ReferenceKind } from './key-store.ts';
