export { type EntryText, entryHash, leafBytes } from './export/entry.ts';
export type { ExportDefect, ExportFault } from './export/fault.ts';
export { type ExportLine, formatExportLine, type IndexedEntry, parseExportLine } from './export/lines.ts';
export { LineTooLong, readLines } from './export/read-lines.ts';
export { type ExportCheck, type ExportVerdict, verifyExport } from './export/verify-export.ts';
export { type Checkpoint, checkpointHash, formatCheckpoint, parseCheckpoint } from './note/checkpoint.ts';
export { auditOrigin } from './note/origin.ts';
export {
  cosignatureMessage,
  cosignedAt,
  formatSignedNote,
  type NoteSignature,
  parseSignedNote,
  type SignedNote,
  signedBy,
} from './note/signed-note.ts';
export { formatTlogProof, parseTlogProof, type TlogProof } from './note/tlog-proof.ts';
export {
  formatVerifierKey,
  isKeyName,
  parseVerifierKey,
  type SignatureKind,
  type VerifierKey,
  verifierKey,
} from './note/verifier-key.ts';
export { formatWitnessRequest, parseWitnessRequest, type WitnessRequest } from './note/witness-request.ts';
export { GrowingTree, splitHashes } from './tree/growing-tree.ts';
export { emptyRoot, leafHash, nodeHash } from './tree/hashing.ts';
export { consistencyRanges, inclusionRanges, type LeafRange, RangeHasher } from './tree/ranges.ts';
export {
  type InclusionClaim,
  type TreeHead,
  verifyConsistency,
  verifyInclusion,
} from './tree/verify-proof.ts';
