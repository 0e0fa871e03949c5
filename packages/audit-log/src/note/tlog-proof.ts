import { HASH_BYTES } from '../tree/hashing.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** That an entry is in the log, to be checked by whoever holds the log's key (C2SP tlog-proof). */
export interface TlogProof {
  /** Kaijo puts the leaf's bytes here: the proof then says as well what it is that is in the log. */
  readonly extra?: Uint8Array;
  readonly index: number;
  /** RFC 6962, 2.1.1. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint. */
  readonly checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';

export function formatTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [
    HEADER,
    ...(extra ? [`extra ${toBase64(extra)}`] : []),
    `index ${index}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** `undefined` for what is no such proof. */
export function parseTlogProof(text: string): TlogProof | undefined {
  const split = text.indexOf('\n\n');
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (split < 0 || header !== HEADER) return undefined;
  const extraLine = lines[0]?.startsWith('extra ') ? lines.shift() : undefined;
  const [, index] = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '') ?? [];
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice('extra '.length));
  const hashes = lines.map(fromBase64);
  if (index === undefined || (extraLine !== undefined && extra === undefined)) return undefined;
  if (!hashes.every((hash) => hash?.length === HASH_BYTES)) return undefined;
  return {
    ...(extra && { extra }),
    index: Number(index),
    hashes: hashes as Uint8Array[],
    checkpoint: text.slice(split + 2),
  };
}
