import type { EntryText } from './entry.ts';

/**
 * An export of the log: JSON Lines (one object a line, UTF-8). The first says whose log it is and how far it goes, then
 * each head is followed by the entries that it took in, the last says that this was all.
 *
 * ```
 * {"kaijoAuditExport":1,"origin":"kaijo.example.jp/audit","size":3}
 * {"head":"<signed note>","leaves":"<base64: 32 bytes an entry>"}
 * {"entry":{"index":0,"id":"…","at":"…","kind":"reservation.made","subjects":"{…}","data":"{…}"}}
 * {"end":{"size":3,"unsealed":0}}
 * ```
 */
export type ExportLine =
  | { readonly kind: 'start'; readonly origin: string; readonly size: number }
  | { readonly kind: 'head'; readonly note: string; readonly leaves?: string }
  | { readonly kind: 'entry'; readonly entry: IndexedEntry }
  | { readonly kind: 'end'; readonly size: number; readonly unsealed: number };

export interface IndexedEntry extends EntryText {
  /** Its place in the tree, from 0. */
  readonly index: number;
}

const VERSION = 1;

export function formatExportLine(line: ExportLine): string {
  switch (line.kind) {
    case 'start':
      return JSON.stringify({ kaijoAuditExport: VERSION, origin: line.origin, size: line.size });
    case 'head':
      return JSON.stringify({ head: line.note, ...(line.leaves !== undefined && { leaves: line.leaves }) });
    case 'entry': {
      const { index, id, at, kind, subjects, data } = line.entry;
      return JSON.stringify({ entry: { index, id, at, kind, subjects, data } });
    }
    case 'end':
      return JSON.stringify({ end: { size: line.size, unsealed: line.unsealed } });
  }
}

/**
 * `undefined` for anything but what {@link formatExportLine} writes, to the byte: what is not under the tree (a second
 * member of one name, a member more) has no place to stand in.
 */
export function parseExportLine(text: string): ExportLine | undefined {
  const line = lineOf(text);
  return line !== undefined && formatExportLine(line) === text ? line : undefined;
}

function lineOf(text: string): ExportLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { entry, head, leaves, end, origin, size } = value;
  if (isObject(entry)) {
    const texts = [entry.id, entry.at, entry.kind, entry.subjects, entry.data];
    if (!Number.isSafeInteger(entry.index) || !texts.every((one) => typeof one === 'string'))
      return undefined;
    return { kind: 'entry', entry: entry as unknown as IndexedEntry };
  }
  if (typeof head === 'string') {
    if (leaves !== undefined && typeof leaves !== 'string') return undefined;
    return { kind: 'head', note: head, ...(leaves !== undefined && { leaves }) };
  }
  if (isObject(end)) return { kind: 'end', size: Number(end.size), unsealed: Number(end.unsealed) };
  if (value.kaijoAuditExport !== VERSION || typeof origin !== 'string') return undefined;
  return { kind: 'start', origin, size: Number(size) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
