import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes, toHex } from '@kaijo/iso7816';
import type {
  CardDirectory,
  CertificateReference,
  DirectoryAnswer,
  DirectoryEntry,
} from '../directory/card-directory.ts';
import { directoryEntryFromJson, directoryEntryToJson } from '../directory/directory-entry-json.ts';
import type { CertificateKind } from '../profile/oids.ts';
import { isErrorCode, replaceFile } from './atomic-file.ts';

/**
 * The directory of cards in a folder: one file for each card, and for each of its certificates one that leads to it.
 * A process may add cards while another answers from the same folder.
 */
export class DirectoryFolder implements CardDirectory {
  readonly #cards: string;
  readonly #byCertificate: string;

  constructor(folder: string) {
    this.#cards = join(folder, 'cards');
    this.#byCertificate = join(folder, 'by-certificate');
  }

  /** Adds the card, or replaces what is known of it: certificates that it no longer has lead nowhere then. */
  async put(entry: DirectoryEntry): Promise<void> {
    await mkdir(this.#cards, { recursive: true, mode: 0o700 });
    await mkdir(this.#byCertificate, { recursive: true, mode: 0o700 });
    const card = `${toHex(entry.managementId)}.json`;
    await replaceFile(join(this.#cards, card), JSON.stringify(directoryEntryToJson(entry)));
    for (const kind of ['sign', 'auth'] as const) {
      const certificate = entry[kind];
      if (certificate !== undefined) await replaceFile(this.#leadPath(kind, certificate), card);
    }
  }

  async findByCertificate(
    kind: CertificateKind,
    certificate: CertificateReference,
  ): Promise<DirectoryAnswer> {
    const card = await readIfThere(this.#leadPath(kind, certificate));
    const text = card === undefined ? undefined : await readIfThere(join(this.#cards, card));
    if (text === undefined) return { kind: 'unknown' };
    const entry = directoryEntryFromJson(JSON.parse(text));
    if (entry === undefined) return { kind: 'unreachable', why: 'the entry of the card is broken' };
    const found = entry[kind];
    const isStillOnCard =
      found !== undefined &&
      equalBytes(found.serial, certificate.serial) &&
      equalBytes(found.issuerKeyId, certificate.issuerKeyId);
    return isStillOnCard ? { kind: 'found', entry } : { kind: 'unknown' };
  }

  #leadPath(kind: CertificateKind, { issuerKeyId, serial }: CertificateReference): string {
    return join(this.#byCertificate, `${kind}-${toHex(issuerKeyId)}-${toHex(serial)}`);
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // A reference of any length may be asked for; a name that no file can have is on no card.
    if (isErrorCode(error, 'ENOENT', 'ENAMETOOLONG')) return undefined;
    throw error;
  }
}
