import { type Static, Type } from 'typebox';

const Count = Type.String({ pattern: '^(0|[1-9][0-9]{0,14})$' });

/** Values of a query are text. Without `from` from the beginning; `from` and `size` of later pages are told by the one before. */
export const AuditExportQuery = Type.Object(
  { from: Type.Optional(Count), size: Type.Optional(Count) },
  { additionalProperties: false },
);
export type AuditExportQuery = Static<typeof AuditExportQuery>;

/** Lines of an export (docs/audit.md), about two thousand entries. */
export const AuditExportPage = Type.Object({
  lines: Type.Array(Type.String()),
  next: Type.Optional(Type.Object({ from: Type.Integer(), size: Type.Integer() })),
});
export type AuditExportPage = Static<typeof AuditExportPage>;
