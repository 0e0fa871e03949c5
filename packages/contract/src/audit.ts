import { type Static, Type } from 'typebox';
import { Timestamp, Uuid } from './scalars.ts';

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

/** What is looked for in the audit log (R39); without a limit of time, everywhere. */
export const AuditQuery = Type.Object(
  {
    /** A kind (`reservation.made`), or the beginning of one up to its dot (`reservation.`). */
    kind: Type.Optional(Type.String({ pattern: '^[a-z]+(-[a-z]+)*\\.([a-z]+(-[a-z]+)*)?$', maxLength: 80 })),
    /** What an entry is about, whole: a staff number, the id of a kiosk, store, reservation or session, a card’s reference. */
    subject: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9._:-]{1,100}$' })),
    /** Moments: from `from` until just before `to`. */
    from: Type.Optional(Timestamp),
    to: Type.Optional(Timestamp),
    /** Of a page before: goes on behind its last entry. */
    after: Type.Optional(Uuid),
    /** 1 … 500; 100 without it. */
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|[1-4][0-9]{2}|500)$' })),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

export const ShownAuditEntry = Type.Object({
  id: Uuid,
  at: Timestamp,
  kind: Type.String(),
  /** References and ids only; there is no name in the log (R38). */
  subjects: Type.Record(Type.String(), Type.String()),
  data: Type.Record(Type.String(), Type.Unknown()),
  /** Its place in the tree; absent until a signed head covers it. */
  leaf: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type ShownAuditEntry = Static<typeof ShownAuditEntry>;

/** The newest first. */
export const AuditEntries = Type.Object({
  entries: Type.Array(ShownAuditEntry),
  /** Number of entries under the last signed head. */
  sealed: Type.Integer({ minimum: 0 }),
});
export type AuditEntries = Static<typeof AuditEntries>;
