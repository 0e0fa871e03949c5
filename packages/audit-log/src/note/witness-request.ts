import { HASH_BYTES } from '../tree/hashing.ts';
import { fromBase64, toBase64 } from './base64.ts';

/**
 * That a head goes on from an older one, in the words in which a witness is asked to sign it (C2SP tlog-witness,
 * `add-checkpoint`).
 */
export interface WitnessRequest {
  /** The size that the witness has seen last; 0 when it has seen nothing. */
  readonly old: number;
  /** RFC 6962, 2.1.2. */
  readonly proof: readonly Uint8Array[];
  /** The signed checkpoint. */
  readonly checkpoint: string;
}

export function formatWitnessRequest({ old, proof, checkpoint }: WitnessRequest): string {
  return `${[`old ${old}`, ...proof.map(toBase64)].join('\n')}\n\n${checkpoint}`;
}

/** `undefined` for what is no such request. */
export function parseWitnessRequest(text: string): WitnessRequest | undefined {
  const split = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, split).split('\n');
  const [, old] = /^old (0|[1-9][0-9]{0,15})$/.exec(first) ?? [];
  const proof = lines.map(fromBase64);
  if (split < 0 || old === undefined || !proof.every((hash) => hash?.length === HASH_BYTES)) return undefined;
  return { old: Number(old), proof: proof as Uint8Array[], checkpoint: text.slice(split + 2) };
}
