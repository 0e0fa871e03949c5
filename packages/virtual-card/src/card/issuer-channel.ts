import { type DecodedCommand, type ResponseApdu, SW } from '@kaijo/iso7816';
import { CardSession } from '@kaijo/scp03';
import { type Card, type PowerCycle, status } from './card.ts';

/** S8: 10 + 3 + 8 + 8 + 3 bytes (GlobalPlatform Amendment D v1.2, table 7-3). */
const INITIALIZE_UPDATE_ANSWER_LENGTH = 32;
/** card.md, Reset: as many wrong EXTERNAL AUTHENTICATEs in a row close the issuer's door until the next power-up. */
const FAILED_AUTHENTICATIONS_MAX = 10;
const SEQUENCE_COUNTER_MAX = 0xffffff;

/**
 * INITIALIZE UPDATE (Amendment D v1.2, 7.1.1) in an application whose PIN the issuer can reset. The sequence counter is
 * stored before the answer leaves, so that no card challenge is used twice.
 */
export async function initializeUpdate(card: Card, command: DecodedCommand): Promise<ResponseApdu> {
  const { application } = card.cycle;
  if (application === undefined || application.resettable.size === 0) return status(SW.INS_NOT_SUPPORTED);
  if (command.le === undefined || command.le < INITIALIZE_UPDATE_ANSWER_LENGTH)
    return status(SW.WRONG_LENGTH);
  const sequenceCounter = card.memory.sequenceCounter + 1;
  if (isSlowedDown(card.cycle) || sequenceCounter > SEQUENCE_COUNTER_MAX)
    return status(SW.CONDITIONS_NOT_SATISFIED);
  const { managementId, issuerKeys } = card.body;
  const outcome = CardSession.initializeUpdate(command, {
    staticKeys: issuerKeys,
    keyVersion: issuerKeys.version,
    mode: 'S8',
    diversificationData: managementId,
    sequenceCounter,
    cardChallenge: { kind: 'pseudo-random', aid: application.aid },
  });
  if (outcome.kind === 'refused') return status(outcome.sw);
  await card.commit({ ...card.memory, sequenceCounter });
  card.cycle.channel = outcome.session;
  return outcome.response;
}

/** EXTERNAL AUTHENTICATE (Amendment D v1.2, 7.1.2). Whatever is refused ends the channel. */
export function externalAuthenticate(card: Card, command: DecodedCommand): ResponseApdu {
  const { cycle } = card;
  if (cycle.channel === undefined || isSlowedDown(cycle)) return status(SW.CONDITIONS_NOT_SATISFIED);
  const outcome = cycle.channel.externalAuthenticate(command);
  if (outcome.kind === 'authenticated') {
    cycle.failedAuthentications = 0;
    return outcome.response;
  }
  if (isWrongKey(outcome.sw)) cycle.failedAuthentications++;
  closeChannel(cycle);
  return status(outcome.sw);
}

export function closeChannel(cycle: PowerCycle): void {
  cycle.channel?.close();
  cycle.channel = undefined;
}

function isSlowedDown(cycle: PowerCycle): boolean {
  return cycle.failedAuthentications >= FAILED_AUTHENTICATIONS_MAX;
}

/** A command out of order or of a wrong length is no guess at the key. */
function isWrongKey(sw: number): boolean {
  return sw === SW.AUTHENTICATION_OF_HOST_CRYPTOGRAM_FAILED || sw === SW.SECURE_MESSAGING_DATA_INCORRECT;
}
