import { type CommandApdu, type ResponseApdu, SW } from '@kaijo/iso7816';

/** SELECT (ISO/IEC 7816-4, 11.2.2). */
const SELECT = {
  CLA: 0x00,
  INS: 0xa4,
  P1_BY_APPLICATION_NAME: 0x04,
  P1_EF_OF_CURRENT_APPLICATION: 0x02,
  P2_FIRST_WITHOUT_FCI: 0x0c,
} as const;

export function selectApplication(aid: Uint8Array): CommandApdu {
  return command(SELECT.P1_BY_APPLICATION_NAME, aid);
}

export function selectElementaryFile(fid: number): CommandApdu {
  return command(SELECT.P1_EF_OF_CURRENT_APPLICATION, Uint8Array.of(fid >> 8, fid & 0xff));
}

function command(p1: number, data: Uint8Array): CommandApdu {
  return { cla: SELECT.CLA, ins: SELECT.INS, p1, p2: SELECT.P2_FIRST_WITHOUT_FCI, data };
}

export function saysNoSuchFile({ sw }: ResponseApdu): boolean {
  return sw === SW.FILE_NOT_FOUND;
}

/** What cards of other kinds answer to the name of an application that they do not have. */
const NO_SUCH_APPLICATION: ReadonlySet<number> = new Set([
  SW.FILE_NOT_FOUND,
  SW.FUNCTION_NOT_SUPPORTED,
  SW.INCORRECT_P1_P2,
  SW.INS_NOT_SUPPORTED,
  SW.CLA_NOT_SUPPORTED,
]);

export function saysNoSuchApplication({ sw }: ResponseApdu): boolean {
  return NO_SUCH_APPLICATION.has(sw);
}
