import { readFileSync, statSync } from 'node:fs';
import { type Binding, EDWARDS, type Handle, loadBinding, type Pkcs11, type Template } from './binding.ts';
import { composedCmac } from './composed-cmac.ts';
import type { Pkcs11Settings } from './settings.ts';

/** Labels of the keys in the token. Versions have three digits. */
const CARD_MASTER = 'kaijo-card-master-';
const AUDIT = 'kaijo-audit-';
const REFERENCE = 'kaijo-reference';
const SYMMETRIC_KEY_BYTES = 32;
const LAST_KEY_VERSION = 127;
const MOST_OBJECTS = 1_000;

/** The token is there, and does not have what is needed: for the operator to mend. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}

export interface AuditKey {
  readonly number: number;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** What a token holds, without anything secret. */
export interface TokenContents {
  readonly cardMasterVersions: readonly number[];
  /** The present one last. */
  readonly auditKeys: readonly AuditKey[];
}

/**
 * The operator's keys in a PKCS#11 token, over one session. Synchronous: it lives in a process of its own, see
 * token-main.ts. @throws the binding's errors when the token is away
 */
export class Token {
  readonly #binding: Binding;
  readonly #pkcs11: Pkcs11;
  readonly #session: Handle;
  readonly #cmac: Pkcs11Settings['cmac'];
  /** Looking an object up takes some tokens longer than using it. */
  readonly #found = new Map<string, Handle>();

  private constructor(binding: Binding, pkcs11: Pkcs11, session: Handle, cmac: Pkcs11Settings['cmac']) {
    this.#binding = binding;
    this.#pkcs11 = pkcs11;
    this.#session = session;
    this.#cmac = cmac;
  }

  /** Logs in. @throws Pkcs11Missing; TokenError; the binding's errors */
  static open({ module, token, pinFile, cmac }: Pkcs11Settings): Token {
    const binding = loadBinding();
    const pkcs11 = new binding.PKCS11();
    pkcs11.load(module);
    pkcs11.C_Initialize();
    const slot = pkcs11
      .C_GetSlotList(true)
      .find((one) => pkcs11.C_GetTokenInfo(one).label.replace(/[\0 ]+$/, '') === token);
    if (slot === undefined) throw new TokenError(`there is no token "${token}"`);
    const mechanisms = new Set(pkcs11.C_GetMechanismList(slot));
    requireMechanisms(mechanisms, {
      CKM_EDDSA: EDWARDS.CKM_EDDSA,
      CKM_SHA256_HMAC: binding.CKM_SHA256_HMAC,
      ...(cmac === 'token' ? { CKM_AES_CMAC: binding.CKM_AES_CMAC } : { CKM_AES_ECB: binding.CKM_AES_ECB }),
    });
    const session = pkcs11.C_OpenSession(slot, binding.CKF_SERIAL_SESSION | binding.CKF_RW_SESSION);
    pkcs11.C_Login(session, binding.CKU_USER, readPin(pinFile));
    return new Token(binding, pkcs11, session, cmac);
  }

  contents(): TokenContents {
    const { CKO_SECRET_KEY, CKO_PUBLIC_KEY } = this.#binding;
    return {
      cardMasterVersions: this.#numbers(CKO_SECRET_KEY, CARD_MASTER),
      auditKeys: this.#numbers(CKO_PUBLIC_KEY, AUDIT).map((number) => ({
        number,
        publicKey: this.#publicKey(number),
      })),
    };
  }

  /** AES-CMAC under a card master key. @throws TokenError for a version that is not there */
  cmac(version: number, message: Uint8Array): Uint8Array {
    const { CKO_SECRET_KEY, CKM_AES_CMAC, CKM_AES_ECB } = this.#binding;
    return this.#withKey(CKO_SECRET_KEY, labelOf(CARD_MASTER, version), (key) => {
      if (this.#cmac === 'token') return this.#sign(CKM_AES_CMAC, key, message, 16);
      return composedCmac(message, (block) => {
        this.#pkcs11.C_EncryptInit(this.#session, { mechanism: CKM_AES_ECB }, key);
        return this.#pkcs11.C_Encrypt(this.#session, Buffer.from(block), Buffer.alloc(32));
      });
    });
  }

  /** HMAC-SHA-256 under the reference key. */
  hmac(message: Uint8Array): Uint8Array {
    const { CKO_SECRET_KEY, CKM_SHA256_HMAC } = this.#binding;
    return this.#withKey(CKO_SECRET_KEY, REFERENCE, (key) => this.#sign(CKM_SHA256_HMAC, key, message, 32));
  }

  /** Ed25519 with one of the audit keys. @throws TokenError for one that was rotated out */
  sign(number: number, message: Uint8Array): Uint8Array {
    return this.#withKey(this.#binding.CKO_PRIVATE_KEY, labelOf(AUDIT, number), (key) =>
      this.#sign(EDWARDS.CKM_EDDSA, key, message, 64),
    );
  }

  /** The first keys. @throws TokenError where there are some */
  init(): void {
    const { CKO_SECRET_KEY, CKK_GENERIC_SECRET, CKM_GENERIC_SECRET_KEY_GEN } = this.#binding;
    const { cardMasterVersions, auditKeys } = this.contents();
    const there =
      cardMasterVersions.length +
      auditKeys.length +
      this.#find({ class: CKO_SECRET_KEY, label: REFERENCE }).length;
    if (there > 0) throw new TokenError('the token has keys of Kaijo already: they are never replaced');
    // The audit key comes last: without it no service starts, so that a ceremony that broke off is seen.
    this.#generateAes(1);
    this.#generate(CKM_GENERIC_SECRET_KEY_GEN, CKK_GENERIC_SECRET, REFERENCE, ['CKA_SIGN']);
    this.#generateEdwards(1);
  }

  /** @returns the new version */
  rotateCardMaster(): number {
    const version = Math.max(0, ...this.contents().cardMasterVersions) + 1;
    if (version > LAST_KEY_VERSION) throw new TokenError(`there is no version after ${version - 1}`);
    this.#generateAes(version);
    return version;
  }

  /** A new signing key; the private half of the old one is destroyed, its public half stays for older heads. */
  rotateAudit(): void {
    const { CKO_PRIVATE_KEY, CKO_PUBLIC_KEY } = this.#binding;
    const before = this.#numbers(CKO_PRIVATE_KEY, AUDIT);
    this.#generateEdwards(Math.max(0, ...this.#numbers(CKO_PUBLIC_KEY, AUDIT)) + 1);
    for (const number of before)
      this.#pkcs11.C_DestroyObject(this.#session, this.#key(CKO_PRIVATE_KEY, labelOf(AUDIT, number)));
  }

  #generateAes(version: number): void {
    const { CKM_AES_KEY_GEN, CKK_AES } = this.#binding;
    const uses = this.#cmac === 'token' ? ['CKA_SIGN' as const] : (['CKA_SIGN', 'CKA_ENCRYPT'] as const);
    this.#generate(CKM_AES_KEY_GEN, CKK_AES, labelOf(CARD_MASTER, version), uses);
  }

  #generate(
    mechanism: number,
    type: number,
    label: string,
    uses: readonly ('CKA_SIGN' | 'CKA_ENCRYPT')[],
  ): void {
    const binding = this.#binding;
    this.#pkcs11.C_GenerateKey(this.#session, { mechanism }, [
      { type: binding.CKA_CLASS, value: binding.CKO_SECRET_KEY },
      { type: binding.CKA_KEY_TYPE, value: type },
      { type: binding.CKA_LABEL, value: label },
      { type: binding.CKA_VALUE_LEN, value: SYMMETRIC_KEY_BYTES },
      ...this.#kept(),
      ...uses.map((use) => ({ type: binding[use], value: true })),
    ]);
  }

  #generateEdwards(number: number): void {
    const { CKA_TOKEN, CKA_LABEL, CKA_EC_PARAMS, CKA_VERIFY, CKA_SIGN, CKA_KEY_TYPE } = this.#binding;
    const label = { type: CKA_LABEL, value: labelOf(AUDIT, number) };
    const type = { type: CKA_KEY_TYPE, value: EDWARDS.CKK_EC_EDWARDS };
    this.#pkcs11.C_GenerateKeyPair(
      this.#session,
      { mechanism: EDWARDS.CKM_EC_EDWARDS_KEY_PAIR_GEN },
      [
        label,
        type,
        { type: CKA_TOKEN, value: true },
        { type: CKA_VERIFY, value: true },
        { type: CKA_EC_PARAMS, value: EDWARDS.ED25519 },
      ],
      [label, type, ...this.#kept(), { type: CKA_SIGN, value: true }],
    );
  }

  /** Stored, used after login only, and never shown. */
  #kept(): Template {
    const { CKA_TOKEN, CKA_PRIVATE, CKA_SENSITIVE, CKA_EXTRACTABLE } = this.#binding;
    return [
      { type: CKA_TOKEN, value: true },
      { type: CKA_PRIVATE, value: true },
      { type: CKA_SENSITIVE, value: true },
      { type: CKA_EXTRACTABLE, value: false },
    ];
  }

  #sign(mechanism: number, key: Handle, message: Uint8Array, length: number): Uint8Array {
    this.#pkcs11.C_SignInit(this.#session, { mechanism }, key);
    const out = this.#pkcs11.C_Sign(this.#session, Buffer.from(message), Buffer.alloc(length));
    return new Uint8Array(out);
  }

  #publicKey(number: number): Uint8Array {
    const key = this.#key(this.#binding.CKO_PUBLIC_KEY, labelOf(AUDIT, number));
    const [point] = this.#pkcs11.C_GetAttributeValue(this.#session, key, [
      { type: this.#binding.CKA_EC_POINT },
    ]);
    // An OCTET STRING in DER (PKCS #11 v3.0, 2.3.7); some tokens leave its head away.
    const bytes = new Uint8Array(point?.value ?? []);
    if (bytes.length < 32) throw new TokenError('the audit key is no Ed25519 key');
    return bytes.slice(-32);
  }

  #numbers(objectClass: number, prefix: string): number[] {
    const pattern = new RegExp(`^${prefix}([0-9]{3})$`);
    return this.#find({ class: objectClass })
      .flatMap((object) => {
        const number = pattern.exec(this.#label(object))?.[1];
        return number === undefined ? [] : [Number(number)];
      })
      .sort((a, b) => a - b);
  }

  #label(object: Handle): string {
    const [label] = this.#pkcs11.C_GetAttributeValue(this.#session, object, [
      { type: this.#binding.CKA_LABEL },
    ]);
    return label === undefined ? '' : Buffer.from(label.value).toString('utf8');
  }

  /** With the key as it was found before; looked up again when it is not good any more (rotated out by another process). */
  #withKey<T>(objectClass: number, label: string, use: (key: Handle) => T): T {
    const name = `${objectClass} ${label}`;
    const known = this.#found.get(name);
    try {
      if (known !== undefined) return use(known);
    } catch {
      this.#found.delete(name);
    }
    const key = this.#key(objectClass, label);
    const result = use(key);
    this.#found.set(name, key);
    return result;
  }

  #key(objectClass: number, label: string): Handle {
    const found = this.#find({ class: objectClass, label });
    const [key] = found;
    if (key === undefined || found.length > 1)
      throw new TokenError(`the token has ${found.length === 0 ? 'no' : 'more than one'} "${label}"`);
    return key;
  }

  #find(of: { readonly class: number; readonly label?: string }): Handle[] {
    const { CKA_CLASS, CKA_LABEL } = this.#binding;
    const wanted = [{ type: CKA_CLASS, value: of.class }];
    const named = of.label === undefined ? [] : [{ type: CKA_LABEL, value: of.label }];
    this.#pkcs11.C_FindObjectsInit(this.#session, [...wanted, ...named] as Template);
    try {
      return this.#pkcs11.C_FindObjects(this.#session, MOST_OBJECTS);
    } finally {
      this.#pkcs11.C_FindObjectsFinal(this.#session);
    }
  }
}

function requireMechanisms(there: ReadonlySet<number>, needed: Readonly<Record<string, number>>): void {
  const missing = Object.entries(needed).filter(([, mechanism]) => !there.has(mechanism));
  if (missing.length === 0) return;
  const names = missing.map(([name]) => name).join(', ');
  const hint = missing.some(([name]) => name === 'CKM_AES_CMAC')
    ? '; KAIJO_PKCS11_CMAC=composed puts AES-CMAC together from the token’s AES (docs/keys.md)'
    : '';
  throw new TokenError(`the token cannot do ${names}${hint}`);
}

function readPin(file: string): string {
  if ((statSync(file).mode & 0o077) !== 0) throw new TokenError(`${file} is open to others: chmod 600`);
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}

function labelOf(prefix: string, number: number): string {
  return `${prefix}${String(number).padStart(3, '0')}`;
}
