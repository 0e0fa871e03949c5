import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromHex, toHex } from '@kaijo/iso7816';
import { asObject, readDate, readText } from '../json/json-fields.ts';
import type { CertificateKind } from '../profile/oids.ts';
import { isRevocationReason, type Revocation } from '../revocation/status.ts';
import { createFile, isErrorCode } from './atomic-file.ts';

/** Which authority of which kind. */
export interface AuthorityReference {
  readonly kind: CertificateKind;
  readonly keyId: Uint8Array;
}

/**
 * What the authority has issued and revoked: one file for each certificate, without a name, so that several
 * processes may write while others read.
 */
export class CertificateRegister {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns `false` when the serial has been given before; nothing is changed then */
  async addIssued(authority: AuthorityReference, serial: Uint8Array, notAfter: Date): Promise<boolean> {
    const folder = await this.#openFolder('issued', authority);
    return createFile(join(folder, `${toHex(serial)}.json`), JSON.stringify({ notAfter }));
  }

  async isIssued(authority: AuthorityReference, serial: Uint8Array): Promise<boolean> {
    return (await readIfThere(this.#path('issued', authority, serial))) !== undefined;
  }

  /** A revocation is final: the first one stands. @returns `false` when there was one */
  async revoke(authority: AuthorityReference, serial: Uint8Array, revocation: Revocation): Promise<boolean> {
    const folder = await this.#openFolder('revoked', authority);
    return createFile(join(folder, `${toHex(serial)}.json`), JSON.stringify(revocation));
  }

  async findRevocation(authority: AuthorityReference, serial: Uint8Array): Promise<Revocation | undefined> {
    const text = await readIfThere(this.#path('revoked', authority, serial));
    return text === undefined ? undefined : parseRevocation(text);
  }

  /** In ascending order of the serials. */
  async listRevoked(authority: AuthorityReference): Promise<(Revocation & { serial: Uint8Array })[]> {
    const folder = await this.#openFolder('revoked', authority);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
    return Promise.all(
      names.map(async (name) => ({
        serial: fromHex(name.slice(0, -'.json'.length)),
        ...parseRevocation(await readFile(join(folder, name), 'utf8')),
      })),
    );
  }

  #path(what: 'issued' | 'revoked', { kind, keyId }: AuthorityReference, serial: Uint8Array): string {
    return join(this.#folder, what, kind, toHex(keyId), `${toHex(serial)}.json`);
  }

  async #openFolder(what: 'issued' | 'revoked', { kind, keyId }: AuthorityReference): Promise<string> {
    const folder = join(this.#folder, what, kind, toHex(keyId));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
}

function parseRevocation(text: string): Revocation {
  const object = asObject(JSON.parse(text), 'revocation');
  const reason = readText(object, 'reason');
  if (!isRevocationReason(reason)) throw new Error(`no reason for a revocation: ${reason}`);
  return { at: readDate(object, 'at'), reason };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
