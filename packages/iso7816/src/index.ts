export {
  encodeTlv,
  findTlv,
  readTlv,
  readTlvList,
  TlvError,
  type TlvObject,
  tlvTotalLength,
} from './ber-tlv.ts';
export { concatBytes, equalBytes, fromHex, toHex } from './bytes.ts';
export { type CardChannel, CardGoneError, CardProtocolError, send } from './card-channel.ts';
export {
  type CommandApdu,
  type DecodedCommand,
  decodeCommand,
  EXTENDED_LE_MAX,
  encodeCommand,
  isExtended,
  SHORT_LE_MAX,
} from './command-apdu.ts';
export { connectWebSocket, type WebSocketChannelOptions } from './connect-web-socket.ts';
export { type CardDevice, connectInProcess } from './in-process.ts';
export { decodeResponse, encodeResponse, type ResponseApdu } from './response-apdu.ts';
export { serveWebSocket } from './serve-web-socket.ts';
export { formatStatusWord, SW, triesLeftOf, triesLeftWord } from './status-word.ts';
export type { WebSocketLike } from './web-socket-like.ts';
