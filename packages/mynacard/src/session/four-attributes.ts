import { CardProtocolError, findTlv, readTlv, readTlvList, TlvError, type TlvObject } from '@kaijo/iso7816';
import { type CalendarDate, isCalendarDate } from '../pin/calendar-date.ts';

/** 基本4情報 as the card tells them. Their signature (EF 0003) is not checked: nothing may be decided on them. */
export interface FourAttributes {
  readonly name: string;
  readonly address: string;
  readonly birth: CalendarDate;
  /** ISO/IEC 5218: 1 male, 2 female; 3 other (card.md). */
  readonly sex: 1 | 2 | 3;
}

const TAG = { NAME: 0xdf22, ADDRESS: 0xdf23, BIRTH: 0xdf24, SEX: 0xdf25 } as const;

/** Decodes EF 0002 of the input-support application. @throws CardProtocolError for anything else */
export function decodeFourAttributes(file: Uint8Array): FourAttributes {
  const fields = fieldsOf(file);
  return {
    name: textOf(fields, TAG.NAME),
    address: textOf(fields, TAG.ADDRESS),
    birth: birthOf(textOf(fields, TAG.BIRTH)),
    sex: sexOf(textOf(fields, TAG.SEX)),
  };
}

function fieldsOf(file: Uint8Array): TlvObject[] {
  try {
    return readTlvList(readTlv(file).value);
  } catch (error) {
    if (error instanceof TlvError) throw malformed();
    throw error;
  }
}

function textOf(fields: readonly TlvObject[], tag: number): string {
  const field = findTlv(fields, tag);
  if (field === undefined) throw malformed();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(field.value);
  } catch {
    throw malformed();
  }
}

function birthOf(text: string): CalendarDate {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  const birth = { year: Number(year), month: Number(month), day: Number(day) };
  if (!isCalendarDate(birth)) throw malformed();
  return birth;
}

function sexOf(text: string): 1 | 2 | 3 {
  switch (text) {
    case '1':
      return 1;
    case '2':
      return 2;
    case '3':
      return 3;
    default:
      throw malformed();
  }
}

/** Says no more than that: the bytes are personal data (R38). */
function malformed(): CardProtocolError {
  return new CardProtocolError('the four attributes are malformed');
}
