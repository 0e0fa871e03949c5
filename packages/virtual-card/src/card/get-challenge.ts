import { type CommandApdu, type ResponseApdu, SHORT_LE_MAX, SW } from '@kaijo/iso7816';
import { type Card, status } from './card.ts';

/** GET CHALLENGE (ISO/IEC 7816-4, 11.5.3): 1 to 256 random bytes (K). */
export function getChallenge(card: Card, command: CommandApdu): ResponseApdu {
  if (command.p1 !== 0 || command.p2 !== 0) return status(SW.INCORRECT_P1_P2);
  if (command.data !== undefined || command.le === undefined || command.le > SHORT_LE_MAX)
    return status(SW.WRONG_LENGTH);
  return { data: card.random(command.le), sw: SW.OK };
}
