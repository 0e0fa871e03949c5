/** How the token is reached (docs/keys.md). */
export interface Pkcs11Settings {
  /** Path of the vendor's PKCS#11 library. */
  readonly module: string;
  /** The token's label (CK_TOKEN_INFO). */
  readonly token: string;
  /** File with the user PIN, readable by the owner alone; its last line end is left aside. */
  readonly pinFile: string;
  /**
   * How a card's keys are derived. `token`: the token computes AES-CMAC (CKM_AES_CMAC). `composed`: for tokens that
   * cannot, AES-CMAC is put together from the token's AES block encryption; the master key stays inside, but a subkey of
   * the CMAC is in this machine's memory while it is used.
   */
  readonly cmac: 'token' | 'composed';
  /** After this time without an answer the token counts as away. Milliseconds. */
  readonly timeoutMs: number;
}

/** Settings of the environment that do not go together, or name a value that there is not. */
export class Pkcs11SettingsError extends Error {
  override readonly name = 'Pkcs11SettingsError';
}

/** `undefined`: no token is configured, the keys are files. @throws Pkcs11SettingsError */
export function readPkcs11Settings(
  environment: Readonly<Record<string, string | undefined>>,
): Pkcs11Settings | undefined {
  const {
    KAIJO_PKCS11_MODULE: module,
    KAIJO_PKCS11_TOKEN: token,
    KAIJO_PKCS11_PIN_FILE: pinFile,
    KAIJO_PKCS11_CMAC: cmac = 'token',
    KAIJO_PKCS11_TIMEOUT: timeout = '5000',
  } = environment;
  if (!module && !token && !pinFile) return undefined;
  if (!module || !token || !pinFile)
    throw new Pkcs11SettingsError(
      'KAIJO_PKCS11_MODULE, KAIJO_PKCS11_TOKEN and KAIJO_PKCS11_PIN_FILE go together',
    );
  if (cmac !== 'token' && cmac !== 'composed')
    throw new Pkcs11SettingsError('KAIJO_PKCS11_CMAC must be token or composed');
  if (!/^[1-9][0-9]{2,5}$/.test(timeout))
    throw new Pkcs11SettingsError('KAIJO_PKCS11_TIMEOUT must be a number of milliseconds from 100 to 999999');
  return { module, token, pinFile, cmac, timeoutMs: Number(timeout) };
}
