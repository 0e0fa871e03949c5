import type { PinKind } from '@kaijo/contract';
import {
  type CommandApdu,
  decodeResponse,
  encodeCommand,
  equalBytes,
  formatStatusWord,
  type ResponseApdu,
  SW,
} from '@kaijo/iso7816';
import { INPUT_SUPPORT, JPKI, RESIDENT } from '@kaijo/mynacard';
import {
  HostSession,
  type InitializeUpdateResponse,
  initializeUpdateCommand,
  parseInitializeUpdateResponse,
  pseudoRandomCardChallenge,
} from '@kaijo/scp03';
import type { Secret } from '@kaijo/secret';
import type { KeyStore } from '../keys/index.ts';
import type { Random } from '../random.ts';
import { type AnsweredChannel, decodeChannel, encodeChannel, HOST_CHALLENGE_BYTES } from './channel.ts';
import type {
  AnotherCard,
  AuthorisedChannel,
  CardManagement,
  CardRefusal,
  CardRefusalReason,
} from './port.ts';

/** C-MAC and R-MAC (GlobalPlatform Amendment D, table 7-5): card.md, Reset. */
const SECURITY_LEVEL = 0x11;

/**
 * INITIALIZE UPDATE with version 0 lets the card choose, and its answer names the version: cards that were
 * personalised under an older master key go on working while the operator still has that key.
 */
const THE_CARDS_OWN_KEY_VERSION = 0;

/**
 * The reset of card.md: a GlobalPlatform SCP03 channel (Amendment D) in which the card is sent one RESET RETRY COUNTER
 * (ISO/IEC 7816-4, 11.6.10). Only who has the card's keys can answer it with a right R-MAC.
 *
 * An SCP03 session is a function of challenge, keys and answers; so `verify` builds it once more instead of keeping
 * a key between two messages.
 */
export function createScp03CardManagement({
  keys,
  random,
}: {
  readonly keys: Pick<KeyStore, 'cardKeys'>;
  readonly random: Random;
}): CardManagement {
  return {
    open() {
      const hostChallenge = random(HOST_CHALLENGE_BYTES);
      return {
        channel: encodeChannel({ hostChallenge }),
        commands: [encodeCommand(initializeUpdateCommand(THE_CARDS_OWN_KEY_VERSION, hostChallenge))],
      };
    },

    authorise: ({ targetPin, ...of }) =>
      openWith(keys, { ...of, pin: targetPin, command: resetRetryCounter(targetPin) }),

    verify: ({ targetPin, ...of }) =>
      readAnswers(keys, { ...of, command: resetRetryCounter(targetPin) }, ({ sw }) =>
        sw === SW.OK ? { kind: 'initialised' } : undefined,
      ),

    attest: (of) => openWith(keys, { ...of, command: askTriesLeft(of.pin) }),

    cardOf(channel) {
      const { initializeUpdateResponse } = decodeChannel(channel);
      const card = initializeUpdateResponse && parseInitializeUpdateResponse(initializeUpdateResponse);
      if (!card) throw new Error('nothing was authorised in this channel');
      return card.diversificationData;
    },

    attested: ({ pin, ...of }) =>
      readAnswers(keys, { ...of, command: askTriesLeft(pin) }, ({ sw }) => {
        if ((sw & ~TRIES_MASK) !== SW_TRIES_LEFT) return undefined;
        return { kind: (sw & TRIES_MASK) === 0 ? 'not-set' : 'set' };
      }),
  };
}

type Keys = Pick<KeyStore, 'cardKeys'>;

/** Decides on the answer to INITIALIZE UPDATE; if it is this card's, the two commands of the channel. */
async function openWith(
  keys: Keys,
  of: {
    readonly channel: Uint8Array;
    readonly responses: readonly Uint8Array[];
    readonly managementId: Uint8Array;
    readonly pin: PinKind;
    readonly command: CommandApdu;
  },
): Promise<AuthorisedChannel | AnotherCard | CardRefusal> {
  const opened = decodeChannel(of.channel);
  const response = onlyResponse(of.responses);
  if (response === undefined) return refused('malformed-response');
  if (response.sw !== SW.OK) return refusedByCard(response);
  const card = parseInitializeUpdateResponse(response.data);
  if (card === undefined) return refused('malformed-response');
  if (!equalBytes(card.diversificationData, of.managementId)) return { kind: 'another-card' };

  const answered = { ...opened, initializeUpdateResponse: response.data };
  return withSession(keys, answered, of.command, (_, commands, enc) =>
    isWithApplicationOf(of.pin, card, enc)
      ? { kind: 'authorised', channel: encodeChannel(answered), commands: commands.map(encodeCommand) }
      : refused('another-application'),
  );
}

/** What the R-MAC of the answers is worth; `meaningOf` a genuine answer, `undefined` for one that means a refusal. */
async function readAnswers<T>(
  keys: Keys,
  of: {
    readonly channel: Uint8Array;
    readonly responses: readonly Uint8Array[];
    readonly command: CommandApdu;
  },
  meaningOf: (answer: ResponseApdu) => T | undefined,
): Promise<T | CardRefusal> {
  const { initializeUpdateResponse, ...opened } = decodeChannel(of.channel);
  if (initializeUpdateResponse === undefined) throw new Error('nothing was authorised in this channel');
  const [toAuthenticate, toCommand, ...more] = of.responses;
  const authenticated = toAuthenticate && decodeResponse(toAuthenticate);
  const answered = toCommand && decodeResponse(toCommand);
  if (authenticated === undefined || more.length > 0) return refused('malformed-response');
  return withSession(keys, { ...opened, initializeUpdateResponse }, of.command, (session) => {
    const genuine = genuineAnswer(session, authenticated, answered);
    if ('kind' in genuine) return genuine;
    return meaningOf(genuine) ?? refusedByCard(genuine);
  });
}

/** 63Cx (ISO/IEC 7816-4, 5.6, table 6): x tries left. */
const SW_TRIES_LEFT = 0x63c0;
const TRIES_MASK = 0x000f;

const APPLICATION_OF: Readonly<Record<PinKind, Uint8Array>> = {
  sign: JPKI.aid,
  auth: JPKI.aid,
  support: INPUT_SUPPORT.aid,
  resident: RESIDENT.aid,
};

/**
 * Two applications number their PIN alike, so that P2 alone does not say which one is meant. The pseudo-random card
 * challenge covers the application's AID (Amendment D v1.2, 6.2.2.1): who carries the bytes cannot turn a decision on one
 * application's PIN on the other's.
 */
function isWithApplicationOf(pin: PinKind, card: InitializeUpdateResponse, enc: Secret): boolean {
  const { cardChallenge, keyInformation, sequenceCounter } = card;
  if (sequenceCounter === undefined) return false;
  const expected = pseudoRandomCardChallenge(enc, keyInformation.mode, sequenceCounter, APPLICATION_OF[pin]);
  return equalBytes(expected, cardChallenge);
}

/** The answers to EXTERNAL AUTHENTICATE and, unless the card stopped there, to the channel's one command. */
function genuineAnswer(
  session: HostSession,
  toAuthenticate: ResponseApdu,
  toCommand: ResponseApdu | undefined,
): ResponseApdu | CardRefusal {
  session.unwrap(toAuthenticate);
  if (toAuthenticate.sw !== SW.OK) return refusedByCard(toAuthenticate);
  if (toCommand === undefined) return refused('malformed-response');
  const worth = session.unwrap(toCommand);
  if (worth.kind === 'forged') return refused('bad-r-mac');
  // An answer without R-MAC proves nothing; it can only be the card's word that it did not do it.
  return worth.kind === 'unprotected' ? refusedByCard(worth.response) : worth.response;
}

/** Opens the session, makes both commands, lends them, and wipes every key again. */
async function withSession<T>(
  keys: Keys,
  channel: AnsweredChannel,
  command: CommandApdu,
  use: (session: HostSession, commands: readonly CommandApdu[], enc: Secret) => T,
): Promise<T | CardRefusal> {
  const { hostChallenge, initializeUpdateResponse } = channel;
  const card = parseInitializeUpdateResponse(initializeUpdateResponse);
  if (card === undefined) return refused('malformed-response');
  const { keyVersion } = card.keyInformation;
  const cardKeys = await keys.cardKeys(keyVersion, card.diversificationData);
  if (cardKeys === undefined) return refused('unknown-key-version');
  try {
    const opening = HostSession.open({
      keys: cardKeys,
      keyVersion,
      hostChallenge,
      securityLevel: SECURITY_LEVEL,
      initializeUpdateResponse: { data: initializeUpdateResponse, sw: SW.OK },
    });
    if (opening.kind === 'wrong-cryptogram') return refused('wrong-cryptogram');
    if (opening.kind === 'malformed') return refused('malformed-response');
    using session = opening.session;
    const commands = [session.externalAuthenticate(), session.wrap(command)];
    return use(session, commands, cardKeys.enc);
  } finally {
    for (const key of Object.values(cardKeys)) key.wipe();
  }
}

/** P2: `80` + the PIN's short file id (card.md, Reset, 4); under the MAC, so that no other PIN can be made of it. */
const SHORT_NUMBER: Readonly<Record<PinKind, number>> = {
  sign: 0x9b,
  auth: 0x98,
  support: 0x91,
  resident: 0x91,
};

/** `80 2C 03 P2`: RESET RETRY COUNTER without reference data (ISO/IEC 7816-4, 11.6.10), before it is protected. */
function resetRetryCounter(pin: PinKind): CommandApdu {
  return { cla: 0x80, ins: 0x2c, p1: 0x03, p2: SHORT_NUMBER[pin] };
}

/** `80 20 00 P2`: VERIFY without a body (ISO/IEC 7816-4, 11.5.6), before it is protected. */
function askTriesLeft(pin: PinKind): CommandApdu {
  return { cla: 0x80, ins: 0x20, p1: 0x00, p2: SHORT_NUMBER[pin] };
}

function onlyResponse(responses: readonly Uint8Array[]): ResponseApdu | undefined {
  const [response, ...more] = responses;
  return response === undefined || more.length > 0 ? undefined : decodeResponse(response);
}

function refusedByCard({ sw }: ResponseApdu): CardRefusal {
  return { kind: 'refused', reason: 'status-word', statusWord: formatStatusWord(sw) };
}

function refused(reason: CardRefusalReason): CardRefusal {
  return { kind: 'refused', reason };
}
