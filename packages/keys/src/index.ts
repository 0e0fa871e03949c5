export { FileKeyStore } from './file-key-store.ts';
export { initKeyFolder, KeyFolderError, rotateAuditKey, rotateCardMasterKey } from './key-folder.ts';
export type { KeyStore, ReferenceKind } from './key-store.ts';
