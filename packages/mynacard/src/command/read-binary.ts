import { type CommandApdu, type ResponseApdu, SW } from '@kaijo/iso7816';

/** READ BINARY (ISO/IEC 7816-4, 11.3.3). */
const READ_BINARY = {
  CLA: 0x00,
  INS: 0xb0,
  /** Bit 8 of P1: bits 5 to 1 are a short EF identifier, and that file becomes the current one. */
  P1_SHORT_EF: 0x80,
} as const;

/** 15 bits of P1-P2 (bit 8 of P1 clear). */
export const LARGEST_OFFSET = 0x7fff;

/** A short EF identifier has five bits; 0 means the current file and 31 is reserved (ISO/IEC 7816-4, 7.4.2). */
export function hasShortIdentifier(fid: number): boolean {
  return fid >= 1 && fid <= 30;
}

export function readFromStartOf(fid: number, le: number): CommandApdu {
  return { cla: READ_BINARY.CLA, ins: READ_BINARY.INS, p1: READ_BINARY.P1_SHORT_EF | fid, p2: 0, le };
}

export function readCurrentFile(offset: number, le: number): CommandApdu {
  return { cla: READ_BINARY.CLA, ins: READ_BINARY.INS, p1: offset >> 8, p2: offset & 0xff, le };
}

/** ISO/IEC 7816-4, 5.6: the file ended before Le bytes were read; the bytes up to there came along. */
const END_OF_FILE_REACHED = 0x6282;

export function gaveData({ sw, data }: ResponseApdu): boolean {
  return (sw === SW.OK || sw === END_OF_FILE_REACHED) && data.length > 0;
}

/** The answer to a read from offset 0 of a file without content: the offset is at its end (card.md). */
export function saysEmpty({ sw, data }: ResponseApdu): boolean {
  return sw === SW.WRONG_P1_P2 || ((sw === SW.OK || sw === END_OF_FILE_REACHED) && data.length === 0);
}

/** The card does not take an Le as large as this one. */
export function saysWrongLength(answer: ResponseApdu): boolean {
  return answer.sw === SW.WRONG_LENGTH || exactLengthOf(answer) !== undefined;
}

/** 6Cxx (ISO/IEC 7816-4, 5.6): the Le to ask with, 1 to 256. */
export function exactLengthOf({ sw }: ResponseApdu): number | undefined {
  return sw >> 8 === 0x6c ? sw & 0xff || 256 : undefined;
}
