import {
  type CommandApdu,
  concatBytes,
  type DecodedCommand,
  equalBytes,
  type ResponseApdu,
  SW,
} from '@kaijo/iso7816';
import {
  cardCryptogram,
  encodeSequenceCounter,
  hostCryptogram,
  pseudoRandomCardChallenge,
} from './authentication.ts';
import { channelOf, isSecuredClass, plainClass } from './class-byte.ts';
import { decryptData, encryptData } from './encryption.ts';
import { INS_EXTERNAL_AUTHENTICATE } from './external-authenticate.ts';
import { DIVERSIFICATION_DATA_BYTES, INS_INITIALIZE_UPDATE } from './initialize-update.ts';
import { encodeKeyInformation } from './key-information.ts';
import { commandCmac, FIRST_CHAINING_VALUE, isProtectedStatus, responseMac } from './mac.ts';
import { bytesOf, type Mode } from './mode.ts';
import {
  encryptsCommands,
  encryptsResponses,
  isSecurityLevel,
  macsResponses,
  type SecurityLevel,
} from './security-level.ts';
import { deriveSessionKeys, type SessionKeys, wipeSessionKeys } from './session-keys.ts';
import { assertStaticKeys, type StaticKeys } from './static-keys.ts';

/** What a card brings into a session: one key set and the state that goes with it. */
export interface CardSide {
  readonly staticKeys: StaticKeys;
  /** Key version number of `staticKeys`, 1 to 127. */
  readonly keyVersion: number;
  readonly mode: Mode;
  /** 10 bytes. */
  readonly diversificationData: Uint8Array;
  /**
   * 0 to 0xFFFFFF; another one for every session: it makes the card challenge, and so the session keys, fresh. The card
   * counts it up and has it on disk before the answer to INITIALIZE UPDATE leaves, else recorded commands could be replayed.
   */
  readonly sequenceCounter: number;
  /** Where the card challenge comes from: the sequence counter and the application's AID, or (for tests) as given. */
  readonly cardChallenge:
    | { readonly kind: 'pseudo-random'; readonly aid: Uint8Array }
    | { readonly kind: 'given'; readonly challenge: Uint8Array };
}

/** The command was not accepted: the card answers `sw` without data, and the session is gone. */
export interface Refusal {
  readonly kind: 'refused';
  readonly sw: number;
}

export type InitializeUpdateOutcome =
  | { readonly kind: 'initiated'; readonly session: CardSession; readonly response: ResponseApdu }
  | Refusal;

export type ExternalAuthenticateOutcome =
  | {
      readonly kind: 'authenticated';
      readonly securityLevel: SecurityLevel;
      readonly response: ResponseApdu;
    }
  | Refusal;

export type UnwrappedCommand =
  /** The host's command, without C-MAC and decrypted; its class byte is the one before it was secured. */
  { readonly kind: 'genuine'; readonly command: CommandApdu } | Refusal;

type State =
  | { readonly kind: 'initiated'; readonly hostCryptogram: Uint8Array }
  | { readonly kind: 'authenticated'; readonly level: SecurityLevel }
  | { readonly kind: 'closed' };

/**
 * The card's side of one SCP03 session, from INITIALIZE UPDATE on.
 * Whatever is refused ends the session and wipes its keys; from then on every command is refused with 6985.
 */
export class CardSession {
  readonly #keys: SessionKeys;
  readonly #macLength: number;
  readonly #channel: number;
  #state: State;
  #chainingValue = FIRST_CHAINING_VALUE;
  #counter = 0;
  #unanswered = false;

  private constructor(keys: SessionKeys, macLength: number, channel: number, cryptogram: Uint8Array) {
    this.#keys = keys;
    this.#macLength = macLength;
    this.#channel = channel;
    this.#state = { kind: 'initiated', hostCryptogram: cryptogram };
  }

  /**
   * Answers INITIALIZE UPDATE (Amendment D v1.2, 7.1.1). Refuses with 6E00 or 6D00 (another command), 6A86 (P2 not 00),
   * 6A88 (a key version that the card does not have), 6700 (a host challenge that the mode does not want).
   * @throws RangeError for a `card` whose fields have wrong lengths
   */
  static initializeUpdate(command: DecodedCommand, card: CardSide): InitializeUpdateOutcome {
    assertStaticKeys(card.staticKeys);
    const diversificationData = card.diversificationData;
    if (diversificationData.length !== DIVERSIFICATION_DATA_BYTES)
      throw new RangeError(`diversification data has ${DIVERSIFICATION_DATA_BYTES} bytes`);
    const sw = defectOfInitializeUpdate(command, card);
    if (sw !== undefined) return { kind: 'refused', sw };

    const challenges = { hostChallenge: command.data ?? new Uint8Array(), cardChallenge: challengeOf(card) };
    const keys = deriveSessionKeys(card.staticKeys, challenges.hostChallenge, challenges.cardChallenge);
    const data = concatBytes(
      diversificationData,
      encodeKeyInformation(card.keyVersion, card.mode),
      challenges.cardChallenge,
      cardCryptogram(keys.mac, challenges),
      encodeSequenceCounter(card.sequenceCounter),
    );
    const expected = hostCryptogram(keys.mac, challenges);
    const session = new CardSession(keys, bytesOf(card.mode), channelOf(command.cla), expected);
    return { kind: 'initiated', session, response: { data, sw: SW.OK } };
  }

  /** `undefined` until the host is authenticated and once the session is gone. */
  get securityLevel(): SecurityLevel | undefined {
    return this.#state.kind === 'authenticated' ? this.#state.level : undefined;
  }

  /**
   * Checks EXTERNAL AUTHENTICATE (Amendment D v1.2, 7.1.2). Refuses with 6300 (wrong host cryptogram), 6988 (wrong C-MAC),
   * 6987 (not secured), 6881 (another logical channel), 6D00, 6A86 (no such security level), 6700, and 6985 out of order.
   * The answer carries no R-MAC (6.2.5).
   */
  externalAuthenticate(command: DecodedCommand): ExternalAuthenticateOutcome {
    if (this.#state.kind !== 'initiated') return this.#refuse(SW.CONDITIONS_NOT_SATISFIED);
    const sw = this.#defectOfClass(command.cla) ?? defectOfExternalAuthenticate(command, this.#macLength);
    if (sw !== undefined) return this.#refuse(sw);
    const cryptogram = command.data?.subarray(0, this.#macLength) ?? new Uint8Array();
    const authentic = equalBytes(cryptogram, this.#state.hostCryptogram);
    const intact = this.#checkMac(command);
    if (!authentic) return this.#refuse(SW.AUTHENTICATION_OF_HOST_CRYPTOGRAM_FAILED);
    if (!intact || !isSecurityLevel(command.p1)) return this.#refuse(SW.SECURE_MESSAGING_DATA_INCORRECT);
    this.#state = { kind: 'authenticated', level: command.p1 };
    return {
      kind: 'authenticated',
      securityLevel: command.p1,
      response: { data: new Uint8Array(), sw: SW.OK },
    };
  }

  /**
   * Checks and decrypts one command (Amendment D v1.2, 6.2.4, 6.2.6). Refuses with 6988 (wrong C-MAC, broken padding),
   * 6987 (not secured, or too short for a C-MAC), 6881 (another logical channel), and 6985 out of order.
   */
  unwrap(command: DecodedCommand): UnwrappedCommand {
    if (this.#state.kind !== 'authenticated') return this.#refuse(SW.CONDITIONS_NOT_SATISFIED);
    const sw = this.#defectOfClass(command.cla);
    if (sw !== undefined) return this.#refuse(sw);
    if ((command.data?.length ?? 0) < this.#macLength) return this.#refuse(SW.SECURE_MESSAGING_DATA_MISSING);
    if (!this.#checkMac(command)) return this.#refuse(SW.SECURE_MESSAGING_DATA_INCORRECT);
    this.#counter += 1;
    const carried = command.data?.slice(0, -this.#macLength) ?? new Uint8Array();
    const data = encryptsCommands(this.#state.level)
      ? decryptData(this.#keys.enc, 'command', this.#counter, carried)
      : carried;
    if (data === undefined) return this.#refuse(SW.SECURE_MESSAGING_DATA_INCORRECT);
    this.#unanswered = true;
    return { kind: 'genuine', command: plainCommand(command, data) };
  }

  /**
   * Protects the answer to the command last unwrapped (Amendment D v1.2, 6.2.5, 6.2.7). An error status word leaves without
   * data and without R-MAC.
   * @throws Error when no command is waiting for an answer
   */
  wrap(response: ResponseApdu): ResponseApdu {
    if (this.#state.kind !== 'authenticated' || !this.#unanswered)
      throw new Error('no command of this session is waiting for an answer');
    this.#unanswered = false;
    const { level } = this.#state;
    if (!macsResponses(level)) return response;
    if (!isProtectedStatus(response.sw)) return { data: new Uint8Array(), sw: response.sw };
    const data = encryptsResponses(level)
      ? encryptData(this.#keys.enc, 'response', this.#counter, response.data)
      : response.data;
    const mac = responseMac(this.#keys.rmac, this.#chainingValue, { data, sw: response.sw }, this.#macLength);
    return { data: concatBytes(data, mac), sw: response.sw };
  }

  /** Ends the session and wipes its keys. Closing twice is allowed. */
  close(): void {
    this.#state = { kind: 'closed' };
    wipeSessionKeys(this.#keys);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #refuse(sw: number): Refusal {
    this.close();
    return { kind: 'refused', sw };
  }

  #defectOfClass(cla: number): number | undefined {
    if (!isSecuredClass(cla)) return SW.SECURE_MESSAGING_DATA_MISSING;
    return channelOf(cla) === this.#channel ? undefined : SW.LOGICAL_CHANNEL_NOT_SUPPORTED;
  }

  /** The chain goes on with this command's CMAC; after a wrong one there is no session that could use it. */
  #checkMac(command: DecodedCommand): boolean {
    const data = command.data ?? new Uint8Array();
    const cmac = commandCmac(
      this.#keys.mac,
      this.#chainingValue,
      { ...command, data },
      this.#macLength,
      command.extended,
    );
    this.#chainingValue = cmac;
    return equalBytes(cmac.subarray(0, this.#macLength), data.subarray(data.length - this.#macLength));
  }
}

function defectOfInitializeUpdate(command: DecodedCommand, card: CardSide): number | undefined {
  if (command.cla >> 2 !== 0x80 >> 2) return SW.CLA_NOT_SUPPORTED;
  if (command.ins !== INS_INITIALIZE_UPDATE) return SW.INS_NOT_SUPPORTED;
  if (command.p2 !== 0) return SW.INCORRECT_P1_P2;
  if (command.p1 !== 0 && command.p1 !== card.keyVersion) return SW.REFERENCED_DATA_NOT_FOUND;
  return command.data?.length === bytesOf(card.mode) ? undefined : SW.WRONG_LENGTH;
}

function defectOfExternalAuthenticate(command: DecodedCommand, macLength: number): number | undefined {
  if (command.ins !== INS_EXTERNAL_AUTHENTICATE) return SW.INS_NOT_SUPPORTED;
  if (command.data?.length !== 2 * macLength) return SW.WRONG_LENGTH;
  return isSecurityLevel(command.p1) && command.p2 === 0 ? undefined : SW.INCORRECT_P1_P2;
}

function challengeOf(card: CardSide): Uint8Array {
  const source = card.cardChallenge;
  if (source.kind === 'pseudo-random')
    return pseudoRandomCardChallenge(card.staticKeys.enc, card.mode, card.sequenceCounter, source.aid);
  if (source.challenge.length !== bytesOf(card.mode))
    throw new RangeError(`a card challenge has ${bytesOf(card.mode)} bytes in ${card.mode}`);
  return source.challenge;
}

function plainCommand(command: DecodedCommand, data: Uint8Array): CommandApdu {
  const { cla, ins, p1, p2, le } = command;
  const header = { cla: plainClass(cla), ins, p1, p2 };
  return {
    ...header,
    ...(data.length > 0 ? { data } : {}),
    ...(le === undefined ? {} : { le }),
  };
}
