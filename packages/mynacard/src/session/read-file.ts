import { CardProtocolError, type ResponseApdu, SHORT_LE_MAX, TlvError, tlvTotalLength } from '@kaijo/iso7816';
import type { TlvFile } from '../application/application.ts';
import {
  exactLengthOf,
  gaveData,
  hasShortIdentifier,
  LARGEST_OFFSET,
  readCurrentFile,
  readFromStartOf,
  saysEmpty,
  saysWrongLength,
} from '../command/read-binary.ts';
import { nonsense } from './card-link.ts';
import type { SelectedApplication } from './selected-application.ts';

/** A card that hands out less than is left of a file would otherwise keep the reader busy without end. */
const MOST_BLOCKS = 256;

/**
 * The data object in `file`, without the filler that may stand behind it. One command where the card takes an extended Le
 * and a short EF identifier, blocks of 256 and a SELECT where it does not; what it takes is remembered for the next file.
 * `undefined` where the card has no such file or nothing in it.
 * @throws CardProtocolError for what is not one whole data object of the file's tag
 */
export async function readTlvFile(
  application: SelectedApplication,
  file: TlvFile,
): Promise<Uint8Array | undefined> {
  const first = await readFirstBlock(application, file.fid, Number.POSITIVE_INFINITY, (data) =>
    beginsWithTag(data, file.tag),
  );
  if (first === undefined) return undefined;
  const length = objectLength(first);
  const object = new Uint8Array(length);
  object.set(first.subarray(0, length));
  let read = first.length;
  for (let blocks = 1; read < length; blocks++) {
    if (blocks === MOST_BLOCKS) throw new CardProtocolError('the card hands a file out in crumbs');
    const rest = length - read;
    const answer = await readBlock(application, rest, (le) => readCurrentFile(read, le));
    if (!gaveData(answer)) throw nonsense('READ BINARY', answer);
    object.set(answer.data.subarray(0, rest), read);
    read += answer.data.length;
  }
  return object;
}

/** A file that every My Number Card has. @throws CardProtocolError where it is missing, too */
export async function readExistingTlvFile(
  application: SelectedApplication,
  file: TlvFile,
): Promise<Uint8Array> {
  const object = await readTlvFile(application, file);
  if (object === undefined)
    throw new CardProtocolError(`the card has nothing in file ${file.fid.toString(16)}`);
  return object;
}

/** The first `length` bytes of a file that is no BER-TLV, or `undefined` as above. @throws CardProtocolError for a shorter one */
export async function readFileStart(
  application: SelectedApplication,
  fid: number,
  length: number,
): Promise<Uint8Array | undefined> {
  return readFirstBlock(application, fid, length, (data) => data.length === length);
}

async function readFirstBlock(
  application: SelectedApplication,
  fid: number,
  wanted: number,
  isExpected: (data: Uint8Array) => boolean,
): Promise<Uint8Array | undefined> {
  const { link } = application;
  const byShortIdentifier = link.readsByShortIdentifier && hasShortIdentifier(fid);
  if (byShortIdentifier) {
    application.forgetCurrentFile();
    const answer = await readBlock(application, wanted, (le) => readFromStartOf(fid, le));
    if (gaveData(answer) && isExpected(answer.data)) return answer.data;
  }
  if ((await application.selectFile(fid)) === 'absent') return undefined;
  const answer = await readBlock(application, wanted, (le) => readCurrentFile(0, le));
  if (saysEmpty(answer)) return undefined;
  if (!gaveData(answer)) throw nonsense(`READ BINARY of file ${fid.toString(16)}`, answer);
  if (!isExpected(answer.data)) throw new CardProtocolError(`file ${fid.toString(16)} holds something else`);
  if (byShortIdentifier) link.noteThatShortIdentifiersAreRefused();
  return answer.data;
}

/** One READ BINARY of at most `wanted` bytes with the largest Le that the card takes. */
async function readBlock(
  { link }: SelectedApplication,
  wanted: number,
  command: (le: number) => ReturnType<typeof readCurrentFile>,
): Promise<ResponseApdu> {
  const le = Math.min(wanted, link.largestLe);
  const answer = await link.send(command(le));
  if (le <= SHORT_LE_MAX) return askAgainWithExactLength(answer, le, (exact) => link.send(command(exact)));
  if (!saysWrongLength(answer)) return answer;
  link.noteThatExtendedLeIsRefused();
  const shortAnswer = await link.send(command(SHORT_LE_MAX));
  return askAgainWithExactLength(shortAnswer, SHORT_LE_MAX, (exact) => link.send(command(exact)));
}

async function askAgainWithExactLength(
  answer: ResponseApdu,
  asked: number,
  ask: (le: number) => Promise<ResponseApdu>,
): Promise<ResponseApdu> {
  const exact = exactLengthOf(answer);
  return exact !== undefined && exact < asked ? ask(exact) : answer;
}

function beginsWithTag(data: Uint8Array, tag: number): boolean {
  const tagBytes = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag];
  return tagBytes.every((byte, i) => data[i] === byte);
}

function objectLength(head: Uint8Array): number {
  const length = lengthInHead(head);
  if (length === undefined) throw new CardProtocolError('a file too short for its own head');
  if (length > LARGEST_OFFSET) throw new CardProtocolError(`a file of ${length} bytes`);
  return length;
}

function lengthInHead(head: Uint8Array): number | undefined {
  try {
    return tlvTotalLength(head);
  } catch (error) {
    if (error instanceof TlvError) throw new CardProtocolError(`a file that is no BER-TLV: ${error.message}`);
    throw error;
  }
}
