export { type AuditEntry, type AuditSubjects, appendAudit } from './append.ts';
export { canonicalJson, type JsonObject, type JsonValue } from './canonical-json.ts';
export { type AuditTables, createAuditTables } from './tables.ts';
