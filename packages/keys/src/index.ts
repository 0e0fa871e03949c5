export { FileKeyStore } from './file-key-store.ts';
export { initKeyFolder, KeyFolderError, rotateAuditKey, rotateCardMasterKey } from './key-folder.ts';
export type { KeyStore, ReferenceKind } from './key-store.ts';
export { KeysUnavailable } from './keys-unavailable.ts';
export { openKeyStore } from './open-key-store.ts';
export { Pkcs11KeyStore, tokenCeremony } from './pkcs11/pkcs11-key-store.ts';
export { type Pkcs11Settings, Pkcs11SettingsError, readPkcs11Settings } from './pkcs11/settings.ts';
export { TokenNotReady } from './pkcs11/token-process.ts';
