export { canonicalJson, type JsonObject, type JsonValue } from '../canonical-json.ts';
export { type AuditEntry, type AuditSubjects, appendAudit } from './append.ts';
export { type ExportPage, exportAudit, exportLines } from './export.ts';
export { MOST_IN_A_BATCH, type Sealing, sealAudit } from './seal.ts';
export { type SealedEntry, sealedEntries } from './sealed-entries.ts';
export { indexAuditByTime, searchAudit } from './search.ts';
export { type AuditTables, addAuditLeafHashes, createAuditTables } from './tables.ts';
export { unsealedAudit } from './unsealed.ts';
export { verifyAudit } from './verify.ts';
