import { HASH_BYTES, sha256 } from '../tree/hashing.ts';
import { fromBase64, toBase64 } from './base64.ts';

/**
 * A tree head as text (C2SP tlog-checkpoint): origin, size, root. The extension line `previous` has the hash of the
 * head before; it chains the heads, so that a head that is taken away in the middle is missed.
 */
export interface Checkpoint {
  /** The log's name: one line; by custom a URL without its scheme. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** SHA-256 of the previous checkpoint's text; absent in the first. */
  readonly previous?: Uint8Array;
}

const PREVIOUS = 'previous ';

export function formatCheckpoint({ origin, size, root, previous }: Checkpoint): string {
  const lines = [origin, String(size), toBase64(root)];
  if (previous !== undefined) lines.push(`${PREVIOUS}${toBase64(previous)}`);
  return `${lines.join('\n')}\n`;
}

/** `undefined` for what is no checkpoint. Extension lines of others are allowed and left aside. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  if (!text.endsWith('\n')) return undefined;
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split('\n');
  if (!origin || sizeText === undefined || !/^(0|[1-9][0-9]{0,15})$/.test(sizeText)) return undefined;
  const size = Number(sizeText);
  const root = hashOf(rootText);
  if (root === undefined || !Number.isSafeInteger(size) || extensions.includes('')) return undefined;
  const line = extensions.find((extension) => extension.startsWith(PREVIOUS));
  const previous = line === undefined ? undefined : hashOf(line.slice(PREVIOUS.length));
  if (line !== undefined && previous === undefined) return undefined;
  return { origin, size, root, ...(previous && { previous }) };
}

export function checkpointHash(text: string): Uint8Array {
  return sha256(Buffer.from(text, 'utf8'));
}

function hashOf(text: string | undefined): Uint8Array | undefined {
  const bytes = text === undefined ? undefined : fromBase64(text);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}
