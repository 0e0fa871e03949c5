import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type EntryText, entryHash } from '../export/entry.ts';
import { formatExportLine } from '../export/lines.ts';
import { checkpointHash, formatCheckpoint } from '../note/checkpoint.ts';
import { formatSignedNote } from '../note/signed-note.ts';
import { type VerifierKey, verifierKey } from '../note/verifier-key.ts';
import { GrowingTree } from '../tree/growing-tree.ts';

export interface TestKey {
  readonly privateKey: KeyObject;
  readonly verifier: VerifierKey;
}

export function testKey(name: string, kind: VerifierKey['kind'] = 'note'): TestKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  return {
    privateKey,
    verifier: verifierKey(name, new Uint8Array(Buffer.from(x as string, 'base64url')), kind),
  };
}

export function signNote(text: string, { privateKey, verifier }: TestKey): string {
  const signature = new Uint8Array(sign(null, Buffer.from(text), privateKey));
  return formatSignedNote({ text, signatures: [{ name: verifier.name, keyId: verifier.id, signature }] });
}

export function entryNumber(number: number): EntryText {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    at: new Date(1_772_420_400_000 + number).toISOString(),
    kind: 'reservation.made',
    subjects: `{"card":"c${number}"}`,
    data: '{}',
  };
}

/** A log whose batches have these sizes, as the lines of its export. */
export function exportOf(key: TestKey, batches: readonly number[]): string[] {
  const origin = key.verifier.name;
  const size = batches.reduce((sum, count) => sum + count, 0);
  const lines = [formatExportLine({ kind: 'start', origin, size })];
  const tree = GrowingTree.empty();
  let previous: Uint8Array | undefined;
  for (const count of batches) {
    const start = tree.size;
    const entries = Array.from({ length: count }, (_, place) => entryNumber(start + place));
    const hashes = entries.map(entryHash);
    for (const hash of hashes) tree.append(hash);
    const text = formatCheckpoint({
      origin,
      size: tree.size,
      root: tree.root(),
      ...(previous && { previous }),
    });
    previous = checkpointHash(text);
    const leaves = Buffer.concat(hashes).toString('base64');
    lines.push(formatExportLine({ kind: 'head', note: signNote(text, key), leaves }));
    entries.forEach((entry, place) => {
      lines.push(formatExportLine({ kind: 'entry', entry: { index: start + place, ...entry } }));
    });
  }
  return [...lines, formatExportLine({ kind: 'end', size, unsealed: 0 })];
}
