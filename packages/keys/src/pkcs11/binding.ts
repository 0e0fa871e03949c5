import { createRequire } from 'node:module';
import type * as Pkcs11js from 'pkcs11js';

/** The optional native binding: npm `pkcs11js`, compiled by scripts/build-pkcs11.sh. */
export type Binding = typeof Pkcs11js;
export type Pkcs11 = InstanceType<Binding['PKCS11']>;
export type Handle = Pkcs11js.Handle;
export type Template = Pkcs11js.Template;

/** The PKCS#11 binding was not compiled. */
export class Pkcs11Missing extends Error {
  override readonly name = 'Pkcs11Missing';
}

/** @throws Pkcs11Missing where the binding was not compiled */
export function loadBinding(): Binding {
  try {
    return createRequire(import.meta.url)('pkcs11js') as Binding;
  } catch (error) {
    throw new Pkcs11Missing(
      'the PKCS#11 binding is not there: run scripts/build-pkcs11.sh, which says what it needs',
      { cause: error },
    );
  }
}

/** Of PKCS #11 v3.0; the binding knows 2.40. */
export const EDWARDS = {
  CKK_EC_EDWARDS: 0x40,
  CKM_EC_EDWARDS_KEY_PAIR_GEN: 0x1055,
  CKM_EDDSA: 0x1057,
  /** PrintableString "edwards25519" (PKCS #11 v3.0, 2.3.7). */
  ED25519: Buffer.from('130c656477617264733235353139', 'hex'),
} as const;
