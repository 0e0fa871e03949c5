import { type CommandApdu, type ResponseApdu, SW } from '@kaijo/iso7816';
import { type ElementaryFile, fileById } from './applications.ts';
import { type Card, status } from './card.ts';

/** P1 of the form that names a file by its short identifier (ISO/IEC 7816-4, 11.3.3): b8 set, b7 and b6 zero. */
const SHORT_ID_FORM = 0x80;
const SHORT_ID_FORM_RESERVED = 0x60;
const SHORT_ID_MASK = 0x1f;

/**
 * READ BINARY (ISO/IEC 7816-4, 11.3.3), from the selected file or, K, from the file whose identifier 0001 to 001E is
 * its short identifier too; that one is selected then. Fewer bytes than asked for mean the end of the file.
 */
export function readBinary(card: Card, command: CommandApdu): ResponseApdu {
  if (command.le === undefined || command.data !== undefined) return status(SW.WRONG_LENGTH);
  return (command.p1 & SHORT_ID_FORM) === 0
    ? readSelected(card, (command.p1 << 8) | command.p2, command.le)
    : readByShortId(card, command.p1, command.p2, command.le);
}

function readSelected(card: Card, offset: number, length: number): ResponseApdu {
  const { file } = card.cycle;
  return file === undefined ? status(SW.COMMAND_NOT_ALLOWED) : read(card, file, offset, length);
}

function readByShortId(card: Card, p1: number, offset: number, length: number): ResponseApdu {
  if ((p1 & SHORT_ID_FORM_RESERVED) !== 0) return status(SW.INCORRECT_P1_P2);
  const { application } = card.cycle;
  const file = application && fileById(application, p1 & SHORT_ID_MASK);
  if (file === undefined) return status(SW.FILE_NOT_FOUND);
  const answer = read(card, file, offset, length);
  if (answer.sw === SW.OK) card.cycle.file = file;
  return answer;
}

function read(card: Card, file: ElementaryFile, offset: number, length: number): ResponseApdu {
  if (file.kind !== 'data') return status(SW.COMMAND_INCOMPATIBLE);
  const { readableAfter } = file;
  if (readableAfter.length > 0 && !readableAfter.some((pin) => card.cycle.verified.has(pin)))
    return status(SW.SECURITY_STATUS_NOT_SATISFIED);
  const content = card.body.files[file.name] ?? new Uint8Array();
  if (offset >= content.length) return status(SW.WRONG_P1_P2);
  return { data: content.slice(offset, offset + length), sw: SW.OK };
}
