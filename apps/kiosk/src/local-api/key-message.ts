/** One key of a PIN pad. */
export interface KeyMessage {
  /** Of the view that the key was pressed in. */
  readonly step: number;
  /** UTF-16 code unit of the character, folded by the agent (R8). */
  readonly key: number;
}

/** Step (4 bytes, big-endian), code unit (2 bytes). */
const LENGTH = 6;

/** The bytes of one key press: the only message that is not JSON, so that no digit of a PIN is ever in a string (R30). */
export function encodeKey({ step, key }: KeyMessage): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(LENGTH);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, step);
  view.setUint16(4, key);
  return bytes;
}

/** `undefined` for anything else than six bytes. */
export function decodeKey(bytes: Uint8Array): KeyMessage | undefined {
  if (bytes.length !== LENGTH) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH);
  return { step: view.getUint32(0), key: view.getUint16(4) };
}
