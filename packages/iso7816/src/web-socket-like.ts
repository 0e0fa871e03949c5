/**
 * APDUs over a WebSocket: each binary message of the client is one command, each binary message of the server its
 * response, and the next command comes after the response. Opening the socket powers the card, closing it (by either
 * side) powers it off. Whoever breaks that is cut off: a late answer must never be taken for the next command's.
 *
 * Both ends take any object with the browser's WebSocket interface, so that a page needs no library.
 */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/** `readyState` of an open socket; below it is connecting, above it closing or closed (WHATWG WebSockets, 3.1). */
export const OPEN = 1;

/** The bytes of a binary message; `undefined` for a text message. */
export function bytesOfMessage(data: unknown): Uint8Array | undefined {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return data instanceof Uint8Array ? data : undefined;
}
