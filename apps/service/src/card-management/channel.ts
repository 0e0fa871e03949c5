import { concatBytes } from '@kaijo/iso7816';

export const HOST_CHALLENGE_BYTES = 8;

/** What an SCP03 channel is made of besides the card's keys; none of it is secret. */
export interface Channel {
  readonly hostChallenge: Uint8Array;
  /** Data of the card's answer; absent until there is one. */
  readonly initializeUpdateResponse?: Uint8Array;
}

export type AnsweredChannel = Required<Channel>;

/** Layout of the opaque bytes: this version, host challenge, the rest is the answer. */
const VERSION = 1;
const ANSWER_AT = 1 + HOST_CHALLENGE_BYTES;

export function encodeChannel(channel: Channel): Uint8Array {
  return concatBytes(
    Uint8Array.of(VERSION),
    channel.hostChallenge,
    channel.initializeUpdateResponse ?? new Uint8Array(),
  );
}

/** @throws Error for bytes that `encodeChannel` did not write */
export function decodeChannel(bytes: Uint8Array): Channel {
  if (bytes[0] !== VERSION || bytes.length < ANSWER_AT)
    throw new Error('these bytes are no channel of this card management');
  const channel = { hostChallenge: bytes.slice(1, ANSWER_AT) };
  return bytes.length === ANSWER_AT
    ? channel
    : { ...channel, initializeUpdateResponse: bytes.slice(ANSWER_AT) };
}
