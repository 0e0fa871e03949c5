import type { Challenge, Step } from '../challenge.ts';
import type { FaceEvidence } from '../face-check.ts';
import type { FaceOutcome, ModelInfo } from '../outcome.ts';

/**
 * Between the service and a worker process: 4 bytes length (big-endian), that many bytes of JSON, and for a job the
 * pictures' bytes behind it. Own framing on plain pipes, because Node's message channel copies what it carries into
 * memory that nobody can overwrite (R23).
 */
export interface JobHeader {
  readonly challenge: Challenge;
  readonly portraitLength: number;
  readonly frames: readonly { readonly length: number; readonly step: Step; readonly atMs: number }[];
}

export type Judged = Exclude<FaceOutcome, { kind: 'busy' }>;

export type WorkerMessage =
  | { readonly kind: 'ready'; readonly model: ModelInfo }
  | { readonly kind: 'cannot-start'; readonly message: string }
  | { readonly kind: 'judged'; readonly outcome: Judged };

/** No header and no answer is longer. */
export const MAX_JSON_LENGTH = 64 << 10;

export function encodeJson(value: JobHeader | WorkerMessage): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(value));
  if (json.length > MAX_JSON_LENGTH) throw new RangeError(`message of ${json.length} bytes`);
  const framed = new Uint8Array(4 + json.length);
  new DataView(framed.buffer).setUint32(0, json.length);
  framed.set(json, 4);
  return framed;
}

/** The parts of a job in the order in which they go through the pipe. The pictures are not copied. */
export function encodeJob({ portraitJp2, frames, challenge }: FaceEvidence): readonly Uint8Array[] {
  const header: JobHeader = {
    challenge: { steps: challenge.steps },
    portraitLength: portraitJp2.length,
    frames: frames.map(({ jpeg, step, atMs }) => ({ length: jpeg.length, step, atMs })),
  };
  return [encodeJson(header), portraitJp2, ...frames.map((frame) => frame.jpeg)];
}

/** Takes a worker's messages out of what its pipe gives, however it was cut. */
export class MessageReader {
  #pending: Uint8Array = new Uint8Array(0);

  /** @throws Error when a message is too long or no JSON: then the worker is broken. */
  push(chunk: Uint8Array): readonly WorkerMessage[] {
    const joined = new Uint8Array(this.#pending.length + chunk.length);
    joined.set(this.#pending);
    joined.set(chunk, this.#pending.length);
    const messages: WorkerMessage[] = [];
    let at = 0;
    while (joined.length - at >= 4) {
      const length = new DataView(joined.buffer, at).getUint32(0);
      if (length > MAX_JSON_LENGTH) throw new Error('a worker sent a message that is too long');
      if (joined.length - at < 4 + length) break;
      messages.push(
        JSON.parse(new TextDecoder().decode(joined.subarray(at + 4, at + 4 + length))) as WorkerMessage,
      );
      at += 4 + length;
    }
    this.#pending = joined.slice(at);
    return messages;
  }
}
