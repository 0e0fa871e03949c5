import { type DecodedCommand, decodeCommand, type ResponseApdu, SW } from '@kaijo/iso7816';
import { INS_EXTERNAL_AUTHENTICATE, INS_INITIALIZE_UPDATE } from '@kaijo/scp03';
import { type Card, type CommandHandler, status } from './card.ts';
import { changeReferenceData } from './change-reference-data.ts';
import { computeDigitalSignature } from './compute-digital-signature.ts';
import { getChallenge } from './get-challenge.ts';
import { closeChannel, externalAuthenticate, initializeUpdate } from './issuer-channel.ts';
import { readBinary } from './read-binary.ts';
import { securedCommand } from './reset-retry-counter.ts';
import { select } from './select.ts';
import { verify } from './verify.ts';

/** Class bytes (ISO/IEC 7816-4, 5.4.1): interindustry, proprietary, and proprietary with GlobalPlatform's C-MAC. */
const CLA_INTERINDUSTRY = 0x00;
const CLA_PROPRIETARY = 0x80;
const CLA_SECURED = 0x84;

const INTERINDUSTRY: ReadonlyMap<number, CommandHandler> = new Map<number, CommandHandler>([
  [0x20, verify],
  [0x24, changeReferenceData],
  [0x84, getChallenge],
  [0xa4, select],
  [0xb0, readBinary],
]);

const PROPRIETARY: ReadonlyMap<number, CommandHandler> = new Map<number, CommandHandler>([
  [0x2a, computeDigitalSignature],
  [INS_INITIALIZE_UPDATE, initializeUpdate],
]);

/**
 * Executes one command as it came; every byte string gets a status word. A command without the channel's MAC ends the
 * issuer's channel, whatever it is (K): what the issuer authorised is done in one go.
 */
export async function execute(card: Card, bytes: Uint8Array): Promise<ResponseApdu> {
  const command = decodeCommand(bytes);
  if (command?.cla !== CLA_SECURED) closeChannel(card.cycle);
  return command === undefined ? status(SW.WRONG_LENGTH) : handlerOf(command)(card, command);
}

function handlerOf({ cla, ins }: DecodedCommand): CommandHandler {
  switch (cla) {
    case CLA_INTERINDUSTRY:
      return INTERINDUSTRY.get(ins) ?? unknownInstruction;
    case CLA_PROPRIETARY:
      return PROPRIETARY.get(ins) ?? unknownInstruction;
    case CLA_SECURED:
      return ins === INS_EXTERNAL_AUTHENTICATE ? externalAuthenticate : securedCommand;
    default:
      return () => status(SW.CLA_NOT_SUPPORTED);
  }
}

function unknownInstruction(): ResponseApdu {
  return status(SW.INS_NOT_SUPPORTED);
}
