export { FileKeyStore } from './file-key-store.ts';
export type { CardKeys, KeyStore, ReferenceKind } from './key-store.ts';
