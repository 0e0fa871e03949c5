import { type CommandApdu, type DecodedCommand, type ResponseApdu, SW } from '@kaijo/iso7816';
import { freshPin, withPin } from '../state/card-state.ts';
import { type Card, status } from './card.ts';
import { closeChannel } from './issuer-channel.ts';
import { askedWord } from './verify.ts';

const INS_RESET_RETRY_COUNTER = 0x2c;
const INS_VERIFY = 0x20;
/** ISO/IEC 7816-4, 11.5.10: the command carries no reference data. */
const P1_WITHOUT_REFERENCE_DATA = 0x03;
/** The PIN of the selected file. Refused: which file is selected is not under the MAC. */
const P2_PIN_OF_SELECTED_FILE = 0x80;
/** card.md, Reset: commands and answers carry MACs. A channel that does not MAC answers proves nothing to the service. */
const SECURITY_LEVEL = 0x11;

/** A command under the channel's MAC: RESET RETRY COUNTER, or the ask. The channel ends with the answer (K). */
export async function securedCommand(card: Card, command: DecodedCommand): Promise<ResponseApdu> {
  const { channel } = card.cycle;
  if (channel === undefined) return status(SW.CONDITIONS_NOT_SATISFIED);
  const level = channel.securityLevel;
  const unwrapped = channel.unwrap(command);
  if (unwrapped.kind === 'refused') {
    closeChannel(card.cycle);
    return status(unwrapped.sw);
  }
  const answer =
    level === SECURITY_LEVEL
      ? await issuerCommand(card, unwrapped.command)
      : status(SW.SECURITY_STATUS_NOT_SATISFIED);
  const protectedAnswer = channel.wrap(answer);
  closeChannel(card.cycle);
  return protectedAnswer;
}

async function issuerCommand(card: Card, command: CommandApdu): Promise<ResponseApdu> {
  switch (command.ins) {
    case INS_RESET_RETRY_COUNTER:
      return resetRetryCounter(card, command);
    case INS_VERIFY:
      return attestTries(card, command);
    default:
      return status(SW.INS_NOT_SUPPORTED);
  }
}

/**
 * VERIFY without a body (ISO/IEC 7816-4, 11.5.6) for the issuer: 63Cx is a warning, so that the answer carries an R-MAC
 * (Amendment D v1.2, 6.2.5), and the card attests that this PIN has a value (x > 0) or has none. Spends no try.
 */
function attestTries(card: Card, command: CommandApdu): ResponseApdu {
  if (command.p1 !== 0) return status(SW.INCORRECT_P1_P2);
  if (command.data !== undefined) return status(SW.WRONG_LENGTH);
  const pin = card.cycle.application?.resettable.get(command.p2);
  return pin === undefined ? status(SW.REFERENCED_DATA_NOT_FOUND) : status(askedWord(card.memory.pins[pin]));
}

/**
 * Sets the counter back, takes the PIN away (*initialised, not set*) and gives the right to set it once in this power
 * cycle (card.md, Reset, 4).
 */
async function resetRetryCounter(card: Card, command: CommandApdu): Promise<ResponseApdu> {
  if (command.p1 !== P1_WITHOUT_REFERENCE_DATA || command.p2 === P2_PIN_OF_SELECTED_FILE)
    return status(SW.INCORRECT_P1_P2);
  if (command.data !== undefined) return status(SW.WRONG_LENGTH);
  const pin = card.cycle.application?.resettable.get(command.p2);
  if (pin === undefined) return status(SW.REFERENCED_DATA_NOT_FOUND);
  await card.commit(withPin(card.memory, pin, freshPin(pin, undefined)));
  card.cycle.verified.delete(pin);
  card.cycle.rightToSet = pin;
  return status(SW.OK);
}
