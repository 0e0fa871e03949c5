import { type CommandApdu, decodeCommand, type ResponseApdu, SW } from '@kaijo/iso7816';
import { type Card, type CommandHandler, status } from './card.ts';
import { changeReferenceData } from './change-reference-data.ts';
import { computeDigitalSignature } from './compute-digital-signature.ts';
import { getChallenge } from './get-challenge.ts';
import { readBinary } from './read-binary.ts';
import { select } from './select.ts';
import { verify } from './verify.ts';

/** Class bytes (ISO/IEC 7816-4, 5.4.1): interindustry, proprietary, and proprietary with GlobalPlatform's C-MAC. */
const CLA_INTERINDUSTRY = 0x00;
const CLA_PROPRIETARY = 0x80;

const INTERINDUSTRY: ReadonlyMap<number, CommandHandler> = new Map<number, CommandHandler>([
  [0x20, verify],
  [0x24, changeReferenceData],
  [0x84, getChallenge],
  [0xa4, select],
  [0xb0, readBinary],
]);

const PROPRIETARY: ReadonlyMap<number, CommandHandler> = new Map<number, CommandHandler>([
  [0x2a, computeDigitalSignature],
]);

const COMMANDS: ReadonlyMap<number, ReadonlyMap<number, CommandHandler>> = new Map([
  [CLA_INTERINDUSTRY, INTERINDUSTRY],
  [CLA_PROPRIETARY, PROPRIETARY],
]);

/** Executes one command as it came; every byte string gets a status word. */
export async function execute(card: Card, bytes: Uint8Array): Promise<ResponseApdu> {
  const command = decodeCommand(bytes);
  return command === undefined ? status(SW.WRONG_LENGTH) : handlerOf(command)(card, command);
}

function handlerOf(command: CommandApdu): CommandHandler {
  const commands = COMMANDS.get(command.cla);
  if (commands === undefined) return () => status(SW.CLA_NOT_SUPPORTED);
  return commands.get(command.ins) ?? (() => status(SW.INS_NOT_SUPPORTED));
}
