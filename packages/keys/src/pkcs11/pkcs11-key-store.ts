import { type CardKeys, cardKeyDerivationMessage } from '@kaijo/scp03';
import { Secret } from '@kaijo/secret';
import type { KeyStore, ReferenceKind } from '../key-store.ts';
import { KeysUnavailable } from '../keys-unavailable.ts';
import type { Pkcs11Settings } from './settings.ts';
import type { AuditKey, TokenContents } from './token.ts';
import { TokenNotReady, TokenProcess } from './token-process.ts';
import type { TokenAnswer, TokenRequest } from './wire.ts';

/**
 * The operator's keys in a PKCS#11 token. Master keys, reference key and audit key are made in it and never leave it: a
 * card's keys are CMACs that the token computes (NIST SP 800-108r1, one round), references are its HMACs, heads its
 * signatures. While the token is away every call throws KeysUnavailable.
 */
export class Pkcs11KeyStore implements KeyStore {
  readonly currentCardKeyVersion: number;
  readonly #token: TokenProcess;
  readonly #versions: ReadonlySet<number>;
  #auditKeys: readonly AuditKey[];

  private constructor(token: TokenProcess, { cardMasterVersions, auditKeys }: TokenContents) {
    this.#token = token;
    this.#versions = new Set(cardMasterVersions);
    this.currentCardKeyVersion = Math.max(...cardMasterVersions);
    this.#auditKeys = auditKeys;
  }

  /** @throws TokenNotReady without keys of Kaijo in the token; KeysUnavailable */
  static async open(settings: Pkcs11Settings): Promise<Pkcs11KeyStore> {
    const token = new TokenProcess(settings);
    try {
      const { contents } = expect('contents', await token.ask({ kind: 'contents' }));
      if (contents.cardMasterVersions.length === 0 || contents.auditKeys.length === 0)
        throw new TokenNotReady(`the token "${settings.token}" has no keys of Kaijo: run "kaijo keys init"`);
      return new Pkcs11KeyStore(token, contents);
    } catch (error) {
      token.close();
      throw error;
    }
  }

  /** For tests that take the token away. */
  get tokenPid(): number | undefined {
    return this.#token.pid;
  }

  async cardKeys(keyVersion: number, managementId: Uint8Array): Promise<CardKeys | undefined> {
    const names = ['enc', 'mac', 'dek'] as const;
    const messages = names.map((name) => cardKeyDerivationMessage(name, managementId));
    if (!this.#versions.has(keyVersion)) return undefined;
    const derived = await this.#bytes({ kind: 'cmac', version: keyVersion, messages });
    const [enc, mac, dek] = derived.map((key) => Secret.take(key)) as [Secret, Secret, Secret];
    return { enc, mac, dek };
  }

  async reference(kind: ReferenceKind, bytes: Uint8Array): Promise<string> {
    const message = Buffer.concat([Buffer.from(`${kind}\0`), bytes]);
    const [reference] = await this.#bytes({ kind: 'hmac', message });
    return Buffer.from(reference as Uint8Array).toString('base64url');
  }

  /** Goes over to a rotated key by itself; `auditPublicKey` then names that one. */
  async signAudit(message: Uint8Array): Promise<Uint8Array> {
    const sign = () => this.#token.ask({ kind: 'sign', key: this.#currentAuditKey.number, message });
    const signed = await sign()
      .catch(async (error: unknown) => {
        if (!(error instanceof TokenNotReady)) throw error;
        this.#auditKeys = expect('contents', await this.#token.ask({ kind: 'contents' })).contents.auditKeys;
        return sign();
      })
      .catch(asAway);
    return expect('bytes', signed).bytes[0] as Uint8Array;
  }

  async auditPublicKey(): Promise<Uint8Array> {
    return this.#currentAuditKey.publicKey;
  }

  async retiredAuditKeys(): Promise<readonly Uint8Array[]> {
    return this.#auditKeys.slice(0, -1).map(({ publicKey }) => publicKey);
  }

  get #currentAuditKey(): AuditKey {
    return this.#auditKeys.at(-1) as AuditKey;
  }

  close(): void {
    this.#token.close();
  }

  async #bytes(request: TokenRequest): Promise<readonly Uint8Array[]> {
    return expect('bytes', await this.#token.ask(request).catch(asAway)).bytes;
  }
}

/** What an opened store misses in its token was there when it was opened: the token is away, or another one. */
function asAway(error: unknown): never {
  throw error instanceof TokenNotReady ? new KeysUnavailable(error.message) : error;
}

/** A key ceremony in a token. @throws TokenNotReady; KeysUnavailable */
export async function tokenCeremony(
  settings: Pkcs11Settings,
  request: Extract<TokenRequest, { kind: 'init' | 'rotate-card-master' | 'rotate-audit' }>,
): Promise<{ readonly version?: number }> {
  const token = new TokenProcess(settings);
  try {
    const answer = await token.ask(request);
    return answer.kind === 'version' ? { version: answer.version } : {};
  } finally {
    token.close();
  }
}

function expect<K extends TokenAnswer['kind']>(
  kind: K,
  answer: TokenAnswer,
): Extract<TokenAnswer, { kind: K }> {
  if (answer.kind !== kind) throw new Error(`the process with the token answered ${answer.kind}`);
  return answer as Extract<TokenAnswer, { kind: K }>;
}
