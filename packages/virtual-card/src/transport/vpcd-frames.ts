import { concatBytes } from '@kaijo/iso7816';

/** What pcscd's vpcd driver asks of a card (vsmartcard, `vpcd.h`). */
export type VpcdRequest =
  | { readonly kind: 'powerOff' }
  | { readonly kind: 'powerOn' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'atr' }
  | { readonly kind: 'apdu'; readonly command: Uint8Array };

const CONTROL_REQUESTS: ReadonlyMap<number, VpcdRequest> = new Map<number, VpcdRequest>([
  [0x00, { kind: 'powerOff' }],
  [0x01, { kind: 'powerOn' }],
  [0x02, { kind: 'reset' }],
  [0x04, { kind: 'atr' }],
]);

const LENGTH_BYTES = 2;
const PAYLOAD_MAX = 0xffff;

/** Length and payload in one piece, so that it leaves in one packet. @throws RangeError beyond 65,535 bytes */
export function encodeVpcdFrame(payload: Uint8Array): Uint8Array {
  if (payload.length > PAYLOAD_MAX)
    throw new RangeError(`a vpcd frame holds 65,535 bytes, not ${payload.length}`);
  return concatBytes(Uint8Array.of(payload.length >> 8, payload.length & 0xff), payload);
}

/** Puts frames together from a stream that cuts them anywhere. */
export class VpcdFrameReader {
  #buffered: Uint8Array = new Uint8Array();

  /** The requests that are complete with `chunk`. */
  push(chunk: Uint8Array): VpcdRequest[] {
    this.#buffered = concatBytes(this.#buffered, chunk);
    const requests: VpcdRequest[] = [];
    for (let payload = this.#take(); payload !== undefined; payload = this.#take())
      requests.push(requestOf(payload));
    return requests;
  }

  #take(): Uint8Array | undefined {
    if (this.#buffered.length < LENGTH_BYTES) return undefined;
    const end = LENGTH_BYTES + (((this.#buffered[0] as number) << 8) | (this.#buffered[1] as number));
    if (this.#buffered.length < end) return undefined;
    const payload = this.#buffered.slice(LENGTH_BYTES, end);
    this.#buffered = this.#buffered.slice(end);
    return payload;
  }
}

function requestOf(payload: Uint8Array): VpcdRequest {
  const control = payload.length === 1 ? CONTROL_REQUESTS.get(payload[0] as number) : undefined;
  return control ?? { kind: 'apdu', command: payload };
}
