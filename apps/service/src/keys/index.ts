export { FileKeyStore, KeyFolderError, type KeyStore, type ReferenceKind } from '@kaijo/keys';
