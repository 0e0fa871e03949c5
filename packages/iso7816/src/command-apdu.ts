import { concatBytes, copyOf } from './bytes.ts';

/**
 * A command APDU (ISO/IEC 7816-4, 5.1) before encoding.
 * `data`: 0 to 65,535 bytes. `le`: the number of bytes expected, 1 to 65,536; absent when none is expected.
 */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  readonly le?: number;
}

/** The largest Le of a short and of an extended command (ISO/IEC 7816-4, 5.1). */
export const SHORT_LE_MAX = 256;
export const EXTENDED_LE_MAX = 65_536;
const SHORT_LC_MAX = 255;
const EXTENDED_LC_MAX = 65_535;

/**
 * Encodes all four cases, short where the lengths allow it and extended otherwise (ISO/IEC 7816-3, 12.1).
 * @throws RangeError for a header byte or a length outside its field: a programming error, not the holder's.
 */
export function encodeCommand(command: CommandApdu): Uint8Array {
  for (const name of ['cla', 'ins', 'p1', 'p2'] as const) assertRange(name, command[name], 0, 0xff);
  const data = command.data ?? new Uint8Array();
  assertRange('Lc', data.length, 0, EXTENDED_LC_MAX);
  if (command.le !== undefined) assertRange('Le', command.le, 1, EXTENDED_LE_MAX);
  const header = Uint8Array.of(command.cla, command.ins, command.p1, command.p2);
  return isExtended(command)
    ? encodeExtended(header, data, command.le)
    : encodeShort(header, data, command.le);
}

/** Whether {@link encodeCommand} uses extended length fields for this command. */
export function isExtended(command: CommandApdu): boolean {
  return (command.data?.length ?? 0) > SHORT_LC_MAX || (command.le ?? 0) > SHORT_LE_MAX;
}

function encodeShort(header: Uint8Array, data: Uint8Array, le: number | undefined): Uint8Array {
  const lc = data.length > 0 ? Uint8Array.of(data.length) : new Uint8Array();
  const leField = le === undefined ? new Uint8Array() : Uint8Array.of(le & 0xff);
  return concatBytes(header, lc, data, leField);
}

function encodeExtended(header: Uint8Array, data: Uint8Array, le: number | undefined): Uint8Array {
  const lc = data.length > 0 ? Uint8Array.of(0, data.length >> 8, data.length & 0xff) : new Uint8Array();
  if (le === undefined) return concatBytes(header, lc, data);
  const twoBytes = Uint8Array.of((le >> 8) & 0xff, le & 0xff);
  // Without a data field the extended Le carries the marking zero byte itself (case 2E).
  return concatBytes(header, lc, data, data.length > 0 ? twoBytes : concatBytes(Uint8Array.of(0), twoBytes));
}

export interface DecodedCommand extends CommandApdu {
  /** Whether the length fields were in the extended form. */
  readonly extended: boolean;
}

/** Decodes a command as a card receives it; `undefined` when the lengths do not fit any case (a card answers 6700). */
export function decodeCommand(bytes: Uint8Array): DecodedCommand | undefined {
  if (bytes.length < 4) return undefined;
  const [cla, ins, p1, p2] = bytes as unknown as [number, number, number, number];
  const header = { cla, ins, p1, p2 };
  const body = bytes.subarray(4);
  const first = body[0];
  if (first === undefined) return { ...header, extended: false };
  if (body.length === 1) return { ...header, le: leOf(first, SHORT_LE_MAX), extended: false };
  if (first !== 0) return decodeShortBody(header, first, body);
  return body.length >= 3 ? decodeExtendedBody(header, body) : undefined;
}

type Header = Pick<CommandApdu, 'cla' | 'ins' | 'p1' | 'p2'>;

function decodeShortBody(header: Header, lc: number, body: Uint8Array): DecodedCommand | undefined {
  const data = copyOf(body, 1, 1 + lc);
  if (body.length === 1 + lc) return { ...header, data, extended: false };
  if (body.length === 2 + lc)
    return { ...header, data, le: leOf(body[1 + lc] as number, SHORT_LE_MAX), extended: false };
  return undefined;
}

function decodeExtendedBody(header: Header, body: Uint8Array): DecodedCommand | undefined {
  const word = ((body[1] as number) << 8) | (body[2] as number);
  if (body.length === 3) return { ...header, le: leOf(word, EXTENDED_LE_MAX), extended: true };
  if (word === 0) return undefined;
  const data = copyOf(body, 3, 3 + word);
  if (body.length === 3 + word) return { ...header, data, extended: true };
  if (body.length !== 5 + word) return undefined;
  const le = ((body[3 + word] as number) << 8) | (body[4 + word] as number);
  return { ...header, data, le: leOf(le, EXTENDED_LE_MAX), extended: true };
}

function leOf(field: number, whenZero: number): number {
  return field === 0 ? whenZero : field;
}

function assertRange(name: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) {
    throw new RangeError(`${name} must be an integer from ${low} to ${high}, not ${value}`);
  }
}
