import { type CommandApdu, type ResponseApdu, SW, triesLeftWord } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { freshPin, type PinRecord, withPin } from '../state/card-state.ts';
import { type Card, status } from './card.ts';
import { PIN_LENGTH_MAX, PIN_RULES, type PinName } from './pins.ts';
import { selectedPin } from './selected-pin.ts';

const P1 = 0x00;
const P2_PIN_OF_SELECTED_FILE = 0x80;

/** VERIFY and the ask without a body (ISO/IEC 7816-4, 11.5.6; R9, R10). */
export async function verify(card: Card, command: CommandApdu): Promise<ResponseApdu> {
  if (command.p1 !== P1 || command.p2 !== P2_PIN_OF_SELECTED_FILE) return status(SW.INCORRECT_P1_P2);
  if (command.le !== undefined) return status(SW.WRONG_LENGTH);
  const selected = selectedPin(card);
  if (!selected.ok) return status(selected.sw);
  const record = card.memory.pins[selected.pin];
  if (command.data === undefined) return status(askedWord(record));
  if (record.value === undefined) return status(SW.CONDITIONS_NOT_SATISFIED);
  if (record.triesLeft === 0) return status(SW.REFERENCE_DATA_NOT_USABLE);
  if (command.data.length > PIN_LENGTH_MAX) return status(SW.WRONG_LENGTH);
  return record.value.equals(Secret.take(command.data))
    ? rightPin(card, selected.pin, record)
    : wrongPin(card, selected.pin, record);
}

/** A PIN that is initialised and not set answers like a locked one, so that no client offers to type it. */
export function askedWord(record: PinRecord): number {
  return triesLeftWord(record.value === undefined ? 0 : record.triesLeft);
}

async function rightPin(card: Card, pin: PinName, record: PinRecord): Promise<ResponseApdu> {
  if (record.triesLeft < PIN_RULES[pin].tries)
    await card.commit(withPin(card.memory, pin, freshPin(pin, record.value)));
  card.cycle.verified.add(pin);
  return status(SW.OK);
}

async function wrongPin(card: Card, pin: PinName, record: PinRecord): Promise<ResponseApdu> {
  card.cycle.verified.delete(pin);
  const triesLeft = record.triesLeft - 1;
  await card.commit(withPin(card.memory, pin, { ...record, triesLeft }));
  return status(triesLeftWord(triesLeft));
}
