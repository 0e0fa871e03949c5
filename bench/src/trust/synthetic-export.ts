import { generateKeyPairSync, sign } from 'node:crypto';
import {
  checkpointHash,
  entryHash,
  formatCheckpoint,
  formatExportLine,
  formatSignedNote,
  formatVerifierKey,
  GrowingTree,
  verifierKey,
} from '@kaijo/audit-log';

const ORIGIN = 'bench.example/audit';
const IN_A_BATCH = 1_000;

/** An export of `size` entries in full batches, line by line, and the key that verifies it. */
export function syntheticExport(size: number): { readonly key: string; readonly lines: Generator<string> } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  const key = verifierKey(ORIGIN, new Uint8Array(Buffer.from(x as string, 'base64url')));
  return { key: formatVerifierKey(key), lines: linesOf() };

  function* linesOf(): Generator<string> {
    yield formatExportLine({ kind: 'start', origin: ORIGIN, size });
    const tree = GrowingTree.empty();
    let previous: Uint8Array | undefined;
    while (tree.size < size) {
      const start = tree.size;
      const count = Math.min(IN_A_BATCH, size - start);
      const entries = Array.from({ length: count }, (_, place) => entryNumber(start + place));
      const hashes = entries.map(entryHash);
      for (const hash of hashes) tree.append(hash);
      const text = formatCheckpoint({
        origin: ORIGIN,
        size: tree.size,
        root: tree.root(),
        ...(previous && { previous }),
      });
      previous = checkpointHash(text);
      const signature = new Uint8Array(sign(null, Buffer.from(text), privateKey));
      const note = formatSignedNote({ text, signatures: [{ name: ORIGIN, keyId: key.id, signature }] });
      yield formatExportLine({ kind: 'head', note, leaves: Buffer.concat(hashes).toString('base64') });
      for (const [place, entry] of entries.entries())
        yield formatExportLine({ kind: 'entry', entry: { index: start + place, ...entry } });
    }
    yield formatExportLine({ kind: 'end', size, unsealed: 0 });
  }
}

/** Of the size of a real one: two references and a session. */
function entryNumber(number: number) {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const reference = Buffer.from(String(number).padStart(32, '0')).toString('base64url');
  return {
    id,
    at: new Date(1_772_420_400_000 + number).toISOString(),
    kind: 'kiosk-session.authorised',
    subjects: JSON.stringify({ card: reference, kiosk: id, kioskSession: id, reservation: id }),
    data: '{"targetPin":"sign"}',
  };
}
