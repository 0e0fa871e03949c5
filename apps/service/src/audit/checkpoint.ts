import { sha256 } from './merkle-tree.ts';

/**
 * A tree head as text, in the shape of the transparency-log community's checkpoints (C2SP tlog-checkpoint): origin,
 * size, root, and as extension line the hash of the head before, which chains the heads.
 */
export interface Checkpoint {
  readonly size: number;
  readonly root: Uint8Array;
  /** SHA-256 of the previous checkpoint's text; absent in the first. */
  readonly previous?: Uint8Array;
}

const ORIGIN = 'kaijo audit';

export function formatCheckpoint({ size, root, previous }: Checkpoint): string {
  const lines = [ORIGIN, String(size), base64(root)];
  if (previous !== undefined) lines.push(`previous ${base64(previous)}`);
  return `${lines.join('\n')}\n`;
}

export function checkpointHash(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
