import { type CommandApdu, SHORT_LE_MAX } from '@kaijo/iso7816';
import { type KeyInformation, parseKeyInformation } from './key-information.ts';
import { bytesOf, modeOfChallenge } from './mode.ts';

export const INS_INITIALIZE_UPDATE = 0x50;
export const DIVERSIFICATION_DATA_BYTES = 10;

/**
 * INITIALIZE UPDATE (Amendment D v1.2, 7.1.1). `keyVersion`: 0 lets the card choose, else 1 to 127.
 * `hostChallenge`: 8 fresh random bytes for S8, 16 for S16.
 * @throws RangeError for another length
 */
export function initializeUpdateCommand(keyVersion: number, hostChallenge: Uint8Array): CommandApdu {
  if (modeOfChallenge(hostChallenge) === undefined)
    throw new RangeError(`a host challenge has 8 or 16 bytes, not ${hostChallenge.length}`);
  return {
    cla: 0x80,
    ins: INS_INITIALIZE_UPDATE,
    p1: keyVersion,
    p2: 0x00,
    data: hostChallenge,
    le: SHORT_LE_MAX,
  };
}

/** The data field of an INITIALIZE UPDATE response (Amendment D v1.2, table 7-3). */
export interface InitializeUpdateResponse {
  /** 10 bytes. On Kaijo's cards the management id (card.md, "Reset"), from which the card's keys are derived. */
  readonly diversificationData: Uint8Array;
  readonly keyInformation: KeyInformation;
  /** 8 or 16 bytes, as the mode says. */
  readonly cardChallenge: Uint8Array;
  /** 8 or 16 bytes, as the mode says. */
  readonly cardCryptogram: Uint8Array;
  /** Only with a pseudo-random challenge. */
  readonly sequenceCounter?: number;
}

/** `data` is the response without its status word; `undefined` when it is not laid out as "i" in it says. */
export function parseInitializeUpdateResponse(data: Uint8Array): InitializeUpdateResponse | undefined {
  const keyInformation = parseKeyInformation(data.subarray(10, 13));
  if (keyInformation === undefined) return undefined;
  const n = bytesOf(keyInformation.mode);
  const counterAt = 13 + 2 * n;
  if (data.length !== counterAt + (keyInformation.pseudoRandomChallenge ? 3 : 0)) return undefined;
  const response = {
    diversificationData: data.slice(0, DIVERSIFICATION_DATA_BYTES),
    keyInformation,
    cardChallenge: data.slice(13, 13 + n),
    cardCryptogram: data.slice(13 + n, counterAt),
  };
  if (!keyInformation.pseudoRandomChallenge) return response;
  const [high, middle, low] = data.slice(counterAt) as unknown as [number, number, number];
  return { ...response, sequenceCounter: (high << 16) | (middle << 8) | low };
}
