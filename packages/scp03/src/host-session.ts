import { type CommandApdu, concatBytes, equalBytes, type ResponseApdu, SW } from '@kaijo/iso7816';
import { cardCryptogram, hostCryptogram } from './authentication.ts';
import { securedClass } from './class-byte.ts';
import { decryptData, encryptData } from './encryption.ts';
import { externalAuthenticateCommand } from './external-authenticate.ts';
import { type InitializeUpdateResponse, parseInitializeUpdateResponse } from './initialize-update.ts';
import type { KeyInformation } from './key-information.ts';
import { commandCmac, FIRST_CHAINING_VALUE, isProtectedStatus, responseMac } from './mac.ts';
import { bytesOf, modeOfChallenge } from './mode.ts';
import { encryptsCommands, encryptsResponses, macsResponses, type SecurityLevel } from './security-level.ts';
import { deriveSessionKeys, type SessionKeys, wipeSessionKeys } from './session-keys.ts';
import { assertStaticKeys, type StaticKeys } from './static-keys.ts';

export interface HostSessionOptions {
  readonly keys: StaticKeys;
  /** As asked for in INITIALIZE UPDATE; 0 takes the key set that the card chose. */
  readonly keyVersion: number;
  /** As sent in INITIALIZE UPDATE, 8 or 16 bytes. */
  readonly hostChallenge: Uint8Array;
  readonly securityLevel: SecurityLevel;
  /** Decoded, as the card gave it. */
  readonly initializeUpdateResponse: ResponseApdu;
}

/** Why an INITIALIZE UPDATE response cannot be used, before any key comes into play. */
export type InitializeUpdateDefect =
  /** not 9000 */
  | 'refused'
  /** not laid out as Amendment D v1.2, table 7-3 */
  | 'layout'
  /** another key set than the one asked for */
  | 'key-version'
  /** S16 asked, S8 answered, or the reverse */
  | 'mode'
  /** the card cannot protect responses as the security level wants */
  | 'security-level';

export type HostSessionOpening =
  | { readonly kind: 'open'; readonly session: HostSession }
  /** Another card, other keys, another challenge, or a byte changed on the way. */
  | { readonly kind: 'wrong-cryptogram' }
  | { readonly kind: 'malformed'; readonly defect: InitializeUpdateDefect };

/**
 * What a response is worth.
 * - `genuine`: its R-MAC says that the card gave it, to this command of this session; decrypted, without R-MAC.
 * - `unprotected`: it carries no R-MAC and may not (Amendment D v1.2, 6.2.5): the answer to EXTERNAL AUTHENTICATE, an error
 *   status word, or any answer at a level without R-MAC. Whoever carried it may have written it: it proves nothing.
 * - `forged`: wrong or missing R-MAC, data beside an error, broken encryption, or a response to no command.
 *   The session is over; everything that comes after it is forged as well.
 */
export type UnwrappedResponse =
  | { readonly kind: 'genuine'; readonly response: ResponseApdu }
  | { readonly kind: 'unprotected'; readonly response: ResponseApdu }
  | { readonly kind: 'forged' };

/** A command that was produced and whose response has not been looked at yet. */
interface Outstanding {
  readonly chainingValue: Uint8Array;
  readonly counter: number;
  readonly protectedResponse: boolean;
}

const FORGED: UnwrappedResponse = { kind: 'forged' };

/**
 * The host's side of one SCP03 session.
 *
 * A session is a function of its options and of the commands wrapped, with no randomness and no clock: opened again with
 * the same options and given the same commands, it produces the same bytes and accepts the same responses. A service can
 * therefore check responses after a restart without having stored a key.
 *
 * Any number of commands can be produced before the first response is there; responses are then given in order.
 */
export class HostSession {
  readonly securityLevel: SecurityLevel;
  readonly initializeUpdate: InitializeUpdateResponse;
  readonly #keys: SessionKeys;
  readonly #hostCryptogram: Uint8Array;
  readonly #macLength: number;
  readonly #outstanding: Outstanding[] = [];
  #chainingValue = FIRST_CHAINING_VALUE;
  #counter = 0;
  #state: 'new' | 'authenticating' | 'forged' | 'closed' = 'new';

  private constructor(
    keys: SessionKeys,
    cryptogram: Uint8Array,
    securityLevel: SecurityLevel,
    initializeUpdate: InitializeUpdateResponse,
  ) {
    this.#keys = keys;
    this.#hostCryptogram = cryptogram;
    this.#macLength = bytesOf(initializeUpdate.keyInformation.mode);
    this.securityLevel = securityLevel;
    this.initializeUpdate = initializeUpdate;
  }

  /** Derives the session keys and checks the card cryptogram. @throws RangeError for keys or a challenge of a wrong length */
  static open(options: HostSessionOptions): HostSessionOpening {
    const { keys, hostChallenge, securityLevel, initializeUpdateResponse } = options;
    assertStaticKeys(keys);
    const mode = modeOfChallenge(hostChallenge);
    if (mode === undefined) throw new RangeError('a host challenge has 8 or 16 bytes');
    if (initializeUpdateResponse.sw !== SW.OK) return malformed('refused');
    const answer = parseInitializeUpdateResponse(initializeUpdateResponse.data);
    if (answer === undefined) return malformed('layout');
    const { keyInformation, cardChallenge } = answer;
    if (options.keyVersion !== 0 && keyInformation.keyVersion !== options.keyVersion)
      return malformed('key-version');
    if (keyInformation.mode !== mode) return malformed('mode');
    if (!canProtect(keyInformation, securityLevel)) return malformed('security-level');

    const sessionKeys = deriveSessionKeys(keys, hostChallenge, cardChallenge);
    const challenges = { hostChallenge, cardChallenge };
    if (!equalBytes(cardCryptogram(sessionKeys.mac, challenges), answer.cardCryptogram)) {
      wipeSessionKeys(sessionKeys);
      return { kind: 'wrong-cryptogram' };
    }
    const cryptogram = hostCryptogram(sessionKeys.mac, challenges);
    return { kind: 'open', session: new HostSession(sessionKeys, cryptogram, securityLevel, answer) };
  }

  /** The session's first command, once; in the clear with a C-MAC at every level. @throws Error the second time */
  externalAuthenticate(): CommandApdu {
    if (this.#state !== 'new')
      throw new Error('EXTERNAL AUTHENTICATE is the first command of a session, once');
    this.#state = 'authenticating';
    return this.#mac(externalAuthenticateCommand(this.securityLevel, this.#hostCryptogram), false);
  }

  /**
   * Protects one command (Amendment D v1.2, 6.2.4, 6.2.6). Le stays as it is: the R-MAC and padding come on top of what the
   * command expects.
   * @throws RangeError for a class byte that cannot be secured, or data that gets longer than 65,535 bytes
   * @throws Error before EXTERNAL AUTHENTICATE, after a forged response or after `close`
   */
  wrap(command: CommandApdu): CommandApdu {
    if (this.#state !== 'authenticating')
      throw new Error(`no command can be wrapped: the session is ${this.#state}`);
    const plain = command.data ?? new Uint8Array();
    const counter = this.#counter + 1;
    const data = encryptsCommands(this.securityLevel)
      ? encryptData(this.#keys.enc, 'command', counter, plain)
      : plain;
    const wrapped = this.#mac({ ...command, data }, macsResponses(this.securityLevel), counter);
    this.#counter = counter;
    return wrapped;
  }

  /** What the response to the oldest command that has none yet is worth. @throws Error after `close` */
  unwrap(response: ResponseApdu): UnwrappedResponse {
    if (this.#state === 'closed') throw new Error('the session is closed');
    const command = this.#outstanding.shift();
    if (this.#state === 'forged' || command === undefined) return this.#forged();
    if (!command.protectedResponse) return { kind: 'unprotected', response };
    if (!isProtectedStatus(response.sw))
      return response.data.length === 0 ? { kind: 'unprotected', response } : this.#forged();
    return this.#verify(command, response) ?? this.#forged();
  }

  /** Wipes the session keys. Closing twice is allowed. */
  close(): void {
    this.#state = 'closed';
    wipeSessionKeys(this.#keys);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  #mac(command: CommandApdu, protectedResponse: boolean, counter = this.#counter): CommandApdu {
    const room = new Uint8Array(this.#macLength);
    const data = concatBytes(command.data ?? new Uint8Array(), room);
    if (data.length > LC_MAX) throw new RangeError(`a protected command of ${data.length} data bytes`);
    const secured = { ...command, cla: securedClass(command.cla), data };
    const cmac = commandCmac(this.#keys.mac, this.#chainingValue, secured, this.#macLength);
    data.set(cmac.subarray(0, this.#macLength), data.length - this.#macLength);
    this.#chainingValue = cmac;
    this.#outstanding.push({ chainingValue: cmac, counter, protectedResponse });
    return secured;
  }

  #verify({ chainingValue, counter }: Outstanding, response: ResponseApdu): UnwrappedResponse | undefined {
    const macAt = response.data.length - this.#macLength;
    if (macAt < 0) return undefined;
    const carried = { data: response.data.subarray(0, macAt), sw: response.sw };
    const mac = responseMac(this.#keys.rmac, chainingValue, carried, this.#macLength);
    if (!equalBytes(mac, response.data.subarray(macAt))) return undefined;
    const data = encryptsResponses(this.securityLevel)
      ? decryptData(this.#keys.enc, 'response', counter, carried.data)
      : carried.data;
    return data && { kind: 'genuine', response: { data: data.slice(), sw: response.sw } };
  }

  #forged(): UnwrappedResponse {
    this.#state = 'forged';
    wipeSessionKeys(this.#keys);
    return FORGED;
  }
}

const LC_MAX = 65_535;

function canProtect(card: KeyInformation, level: SecurityLevel): boolean {
  return (!macsResponses(level) || card.rMac) && (!encryptsResponses(level) || card.rEncryption);
}

function malformed(defect: InitializeUpdateDefect): HostSessionOpening {
  return { kind: 'malformed', defect };
}
