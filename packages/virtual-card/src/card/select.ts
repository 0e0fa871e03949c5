import { type CommandApdu, type ResponseApdu, SW } from '@kaijo/iso7816';
import { type Application, applicationByAid, fileById } from './applications.ts';
import { type Card, status } from './card.ts';

const P1_DF_BY_ID = 0x00;
const P1_FILE_OF_APPLICATION = 0x02;
const P1_APPLICATION_BY_NAME = 0x04;
/** The card has no file control information to give, so both ask for the same. */
const P2_WITH_CONTROL_INFORMATION = 0x00;
const P2_NO_RESPONSE_DATA = 0x0c;
const FILE_ID_LENGTH = 2;

/** SELECT (ISO/IEC 7816-4, 11.1.1). A failed one changes nothing. */
export function select(card: Card, command: CommandApdu): ResponseApdu {
  if (command.p2 !== P2_NO_RESPONSE_DATA && command.p2 !== P2_WITH_CONTROL_INFORMATION)
    return status(SW.INCORRECT_P1_P2);
  const { data } = command;
  switch (command.p1) {
    case P1_APPLICATION_BY_NAME:
      return data === undefined ? status(SW.WRONG_LENGTH) : selectApplication(card, data);
    case P1_FILE_OF_APPLICATION:
      return data?.length === FILE_ID_LENGTH ? selectFile(card, data) : status(SW.WRONG_LENGTH);
    case P1_DF_BY_ID:
      return status(SW.FILE_NOT_FOUND);
    default:
      return status(SW.INCORRECT_P1_P2);
  }
}

function selectApplication(card: Card, aid: Uint8Array): ResponseApdu {
  const application = applicationByAid(aid);
  if (application === undefined) return status(SW.FILE_NOT_FOUND);
  if (application === card.cycle.application) selectAgain(card);
  else selectOther(card, application);
  return status(SW.OK);
}

function selectAgain(card: Card): void {
  card.cycle.file = undefined;
  if (card.reselect === 'clear') card.cycle.verified.clear();
}

function selectOther(card: Card, application: Application): void {
  card.cycle.application = application;
  card.cycle.file = undefined;
  card.cycle.verified.clear();
  card.cycle.rightToSet = undefined;
}

function selectFile(card: Card, id: Uint8Array): ResponseApdu {
  const { application } = card.cycle;
  const file = application && fileById(application, ((id[0] as number) << 8) | (id[1] as number));
  if (file === undefined) return status(SW.FILE_NOT_FOUND);
  card.cycle.file = file;
  return status(SW.OK);
}
