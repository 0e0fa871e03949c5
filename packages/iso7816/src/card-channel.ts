import { type CommandApdu, encodeCommand } from './command-apdu.ts';
import { decodeResponse, type ResponseApdu } from './response-apdu.ts';

/**
 * A connection to one powered card. Every transport (in process, WebSocket, PC/SC, phone NFC) is one of these.
 *
 * `exclusive`: whether no other program can reach the card while this channel is open. A VERIFY holds for whoever
 * talks to the card (card.md), so a session with PINs needs an exclusive channel.
 */
export interface CardChannel {
  readonly exclusive: boolean;
  /**
   * Sends one encoded command APDU and returns the encoded response; the next command waits for it.
   * @throws CardGoneError when the card or its reader went away; whether the command was executed is then unknown
   * @throws CardProtocolError when the other end is no card; the channel is then over
   */
  transmit(command: Uint8Array): Promise<Uint8Array>;
  /** Powers the card down, which ends every PIN state. Never throws; closing twice is allowed. */
  disconnect(): Promise<void>;
}

/** The card left the field, or its reader, link or process went away. Whether the last command was executed is unknown. */
export class CardGoneError extends Error {
  override readonly name = 'CardGoneError';
}

/** The other end answered what no card answers. */
export class CardProtocolError extends Error {
  override readonly name = 'CardProtocolError';
}

/**
 * Sends one command and decodes the answer.
 * @throws CardGoneError
 * @throws CardProtocolError for an answer without a status word
 */
export async function send(channel: CardChannel, command: CommandApdu): Promise<ResponseApdu> {
  const answer = decodeResponse(await channel.transmit(encodeCommand(command)));
  if (answer === undefined) throw new CardProtocolError('the answer has no status word');
  return answer;
}
