import {
  type CommandApdu,
  type DecodedCommand,
  decodeCommand,
  decodeResponse,
  encodeCommand,
  encodeResponse,
  type ResponseApdu,
} from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import {
  CardSession,
  type CardSide,
  HostSession,
  type HostSessionOptions,
  initializeUpdateCommand,
  type Mode,
  type SecurityLevel,
  type StaticKeys,
} from '../index.ts';

/** What the parties of one channel agree on. */
export interface Shape {
  readonly keyBytes: 16 | 24 | 32;
  readonly mode: Mode;
  readonly level: SecurityLevel;
}

export const KEY_BYTES = [16, 24, 32] as const;
export const MODES: readonly Mode[] = ['S8', 'S16'];
export const LEVELS: readonly SecurityLevel[] = [0x01, 0x03, 0x11, 0x13, 0x33];

export const EVERY_SHAPE: readonly Shape[] = KEY_BYTES.flatMap((keyBytes) =>
  MODES.flatMap((mode) => LEVELS.map((level) => ({ keyBytes, mode, level }))),
);

export function nameOf({ keyBytes, mode, level }: Shape): string {
  return `AES-${keyBytes * 8} ${mode} level ${level.toString(16).padStart(2, '0')}`;
}

export const JPKI_AID: Uint8Array = Uint8Array.of(0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0, 0, 0, 0x01);

/** `length` bytes that differ from one `seed` to the next. */
export function bytes(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 57 + (i >> 8)) & 0xff);
}

export function staticKeys(keyBytes: number, seed = 1): StaticKeys {
  return { enc: Secret.take(bytes(keyBytes, seed)), mac: Secret.take(bytes(keyBytes, seed + 100)) };
}

export interface Channel {
  readonly host: HostSession;
  readonly hostOptions: HostSessionOptions;
  readonly card: CardSession;
}

/** Both sides after INITIALIZE UPDATE; the host has the keys of the card. */
export function initiate(shape: Shape, given: Partial<CardSide> = {}): Channel {
  const side: CardSide = {
    staticKeys: staticKeys(shape.keyBytes),
    keyVersion: 0x30,
    mode: shape.mode,
    diversificationData: bytes(10, 3),
    sequenceCounter: 0x0102,
    cardChallenge: { kind: 'pseudo-random', aid: JPKI_AID },
    ...given,
  };
  const hostChallenge = bytes(shape.mode === 'S8' ? 8 : 16, 7);
  const command = asReceived(initializeUpdateCommand(side.keyVersion, hostChallenge));
  const outcome = CardSession.initializeUpdate(command, side);
  if (outcome.kind !== 'initiated') throw new Error(`INITIALIZE UPDATE: ${outcome.sw.toString(16)}`);
  const hostOptions: HostSessionOptions = {
    keys: side.staticKeys,
    keyVersion: side.keyVersion,
    hostChallenge,
    securityLevel: shape.level,
    initializeUpdateResponse: asAnswered(outcome.response),
  };
  return { host: openHost(hostOptions), hostOptions, card: outcome.session };
}

/** Both sides after EXTERNAL AUTHENTICATE, whose answer the host has seen. */
export function openChannel(shape: Shape, card: Partial<CardSide> = {}): Channel {
  const channel = initiate(shape, card);
  const outcome = channel.card.externalAuthenticate(asReceived(channel.host.externalAuthenticate()));
  if (outcome.kind !== 'authenticated') throw new Error(`EXTERNAL AUTHENTICATE: ${outcome.sw.toString(16)}`);
  channel.host.unwrap(asAnswered(outcome.response));
  return channel;
}

export function openHost(options: HostSessionOptions): HostSession {
  const opening = HostSession.open(options);
  if (opening.kind !== 'open') throw new Error(opening.kind);
  return opening.session;
}

/** A command as it comes out of the wire at the card. */
export function asReceived(command: CommandApdu): DecodedCommand {
  const decoded = decodeCommand(encodeCommand(command));
  if (decoded === undefined) throw new Error('the command does not decode');
  return decoded;
}

/** A response as it comes out of the wire at the host. */
export function asAnswered(response: ResponseApdu): ResponseApdu {
  const decoded = decodeResponse(encodeResponse(response));
  if (decoded === undefined) throw new Error('the response does not decode');
  return decoded;
}
