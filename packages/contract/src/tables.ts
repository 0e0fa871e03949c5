import { type Static, Type } from 'typebox';
import { Staff } from './staff.ts';

/** What operators keep as CSV: R26's data, and for reading only the kiosks and the survey's answers. */
export const ExportTable = Type.Union([
  Type.Literal('chains'),
  Type.Literal('stores'),
  Type.Literal('offers'),
  Type.Literal('kiosks'),
  Type.Literal('survey'),
]);
export type ExportTable = Static<typeof ExportTable>;

/** Kiosks come with a key and certificate of their own: a file can move them, not admit them. */
export const ImportTable = Type.Union([
  Type.Literal('chains'),
  Type.Literal('stores'),
  Type.Literal('offers'),
  Type.Literal('kiosks'),
]);
export type ImportTable = Static<typeof ImportTable>;

export const ExportQuery = Type.Object({ table: ExportTable }, { additionalProperties: false });
export type ExportQuery = Static<typeof ExportQuery>;

/** CSV (RFC 4180) with a header line. Cells that a spreadsheet would take for a formula stand behind an apostrophe. */
export const TableFile = Type.Object({ csv: Type.String() });
export type TableFile = Static<typeof TableFile>;

/** 50,000 stores are about 9 MB. */
export const IMPORT_MAX_BYTES = 64 * 1024 * 1024;

export const ImportRequest = Type.Object(
  {
    table: ImportTable,
    csv: Type.String({ minLength: 1 }),
    /**
     * `merge`: rows that the file does not name stay as they are. `replace`: they are removed.
     */
    mode: Type.Union([Type.Literal('merge'), Type.Literal('replace')]),
    /** Says what would change, and changes nothing. */
    dryRun: Type.Boolean(),
    staff: Staff,
  },
  { additionalProperties: false },
);
export type ImportRequest = Static<typeof ImportRequest>;

/** A row that changes: `-` as it is, `+` as it will be, as lines of CSV. */
export const RowChange = Type.Object({
  before: Type.Optional(Type.String()),
  after: Type.Optional(Type.String()),
});
export type RowChange = Static<typeof RowChange>;

/**
 * What changed or would change. With `faults` nothing did: the first hundred of them, `line` as an editor counts (the
 * header is 1).
 */
export const ImportReport = Type.Object({
  rows: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  removed: Type.Integer(),
  unchanged: Type.Integer(),
  /** The first hundred. */
  changes: Type.Array(RowChange),
  faults: Type.Array(Type.Object({ line: Type.Integer(), column: Type.String(), message: Type.String() })),
  faultCount: Type.Integer(),
  applied: Type.Boolean(),
});
export type ImportReport = Static<typeof ImportReport>;
