import type { TargetPin } from '@kaijo/contract';
import {
  type CommandApdu,
  decodeResponse,
  encodeCommand,
  equalBytes,
  formatStatusWord,
  type ResponseApdu,
  SW,
} from '@kaijo/iso7816';
import { HostSession, initializeUpdateCommand, parseInitializeUpdateResponse } from '@kaijo/scp03';
import type { KeyStore } from '../keys/index.ts';
import type { Random } from '../random.ts';
import { type AnsweredChannel, decodeChannel, encodeChannel, HOST_CHALLENGE_BYTES } from './channel.ts';
import type { CardManagement, CardRefusal, CardRefusalReason } from './port.ts';

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

    async authorise({ channel, responses, targetPin, managementId }) {
      const opened = decodeChannel(channel);
      const response = onlyResponse(responses);
      if (response === undefined) return refused('malformed-response');
      if (response.sw !== SW.OK) return refusedByCard(response);
      const card = parseInitializeUpdateResponse(response.data);
      if (card === undefined) return refused('malformed-response');
      if (!equalBytes(card.diversificationData, managementId)) return { kind: 'another-card' };

      const answered = { ...opened, initializeUpdateResponse: response.data };
      return withSession(keys, answered, targetPin, (_, commands) => ({
        kind: 'authorised',
        channel: encodeChannel(answered),
        commands: commands.map(encodeCommand),
      }));
    },

    async verify({ channel, responses, targetPin }) {
      const { initializeUpdateResponse, ...opened } = decodeChannel(channel);
      if (initializeUpdateResponse === undefined) throw new Error('nothing was authorised in this channel');
      const [toAuthenticate, toReset, ...more] = responses;
      const authenticated = toAuthenticate && decodeResponse(toAuthenticate);
      const reset = toReset && decodeResponse(toReset);
      if (authenticated === undefined || more.length > 0) return refused('malformed-response');
      return withSession(keys, { ...opened, initializeUpdateResponse }, targetPin, (session) =>
        whatTheCardDid(session, authenticated, reset),
      );
    },
  };
}

/** The answers to EXTERNAL AUTHENTICATE and, unless the card stopped there, to RESET RETRY COUNTER. */
function whatTheCardDid(
  session: HostSession,
  toAuthenticate: ResponseApdu,
  toReset: ResponseApdu | undefined,
): { kind: 'initialised' } | CardRefusal {
  session.unwrap(toAuthenticate);
  if (toAuthenticate.sw !== SW.OK) return refusedByCard(toAuthenticate);
  if (toReset === undefined) return refused('malformed-response');
  const worth = session.unwrap(toReset);
  if (worth.kind === 'forged') return refused('bad-r-mac');
  // An answer without R-MAC proves nothing; it can only be the card's word that it did not do it.
  if (worth.kind === 'unprotected' || worth.response.sw !== SW.OK) return refusedByCard(worth.response);
  return { kind: 'initialised' };
}

/** Opens the session, makes both commands, lends them, and wipes every key again. */
async function withSession<T>(
  keys: Pick<KeyStore, 'cardKeys'>,
  channel: AnsweredChannel,
  targetPin: TargetPin,
  use: (session: HostSession, commands: readonly CommandApdu[]) => T,
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
    const commands = [session.externalAuthenticate(), session.wrap(resetRetryCounter(targetPin))];
    return use(session, commands);
  } finally {
    for (const key of Object.values(cardKeys)) key.wipe();
  }
}

/** P2: `80` + the PIN's short file id (card.md, Reset, 4); under the MAC, so that no other PIN can be made of it. */
const RESET_P2: Readonly<Record<TargetPin, number>> = { sign: 0x9b, auth: 0x98 };

/** `80 2C 03 P2`: RESET RETRY COUNTER without reference data (ISO/IEC 7816-4, 11.6.10), before it is protected. */
function resetRetryCounter(targetPin: TargetPin): CommandApdu {
  return { cla: 0x80, ins: 0x2c, p1: 0x03, p2: RESET_P2[targetPin] };
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
