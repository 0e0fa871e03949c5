export {
  FileKeyStore,
  KeyFolderError,
  type KeyStore,
  KeysUnavailable,
  openKeyStore,
  type Pkcs11Settings,
  Pkcs11SettingsError,
  type ReferenceKind,
  readPkcs11Settings,
  TokenNotReady,
} from '@kaijo/keys';
