import { type CommandApdu, type ResponseApdu, SW } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { freshPin, withPin } from '../state/card-state.ts';
import { type Card, status } from './card.ts';
import { hasPinShape, PIN_RULES } from './pins.ts';
import { selectedPin } from './selected-pin.ts';

const P1_NEW_PIN_ONLY = 0x01;
const P2_PIN_OF_SELECTED_FILE = 0x80;

/**
 * CHANGE REFERENCE DATA (ISO/IEC 7816-4, 11.5.7): a new PIN after VERIFY of the old one or, once, by the right that an
 * authorised reset gave (card.md, Reset, 5). A refused shape (R8) does not use the right up.
 */
export async function changeReferenceData(card: Card, command: CommandApdu): Promise<ResponseApdu> {
  if (command.p1 !== P1_NEW_PIN_ONLY || command.p2 !== P2_PIN_OF_SELECTED_FILE)
    return status(SW.INCORRECT_P1_P2);
  if (command.data === undefined || command.le !== undefined) return status(SW.WRONG_LENGTH);
  const selected = selectedPin(card);
  if (!selected.ok) return status(selected.sw);
  const { pin } = selected;
  const rule = PIN_RULES[pin];
  if (rule.shape === undefined) return status(SW.FUNCTION_NOT_SUPPORTED);
  const byRight = card.cycle.rightToSet === pin;
  if (!byRight && !card.cycle.verified.has(pin)) return status(SW.SECURITY_STATUS_NOT_SATISFIED);
  if (!hasPinShape(rule, command.data)) return status(SW.WRONG_DATA);
  await card.commit(withPin(card.memory, pin, freshPin(pin, Secret.copyOf(command.data))));
  if (byRight) card.cycle.rightToSet = undefined;
  return status(SW.OK);
}
