export { canonicalJson, type JsonObject, type JsonValue } from '../canonical-json.ts';
export { type AuditEntry, type AuditSubjects, appendAudit } from './append.ts';
export { sealAudit } from './seal.ts';
export { type SealedEntry, sealedEntries } from './sealed-entries.ts';
export { type AuditTables, createAuditTables } from './tables.ts';
export { unsealedAudit } from './unsealed.ts';
export { type AuditDefect, type AuditVerdict, verifyAudit } from './verify.ts';
