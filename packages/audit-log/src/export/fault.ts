/** The first thing in an export that does not fit. */
export interface ExportFault {
  readonly defect: ExportDefect;
  /** Line of the export, from 1. */
  readonly line: number;
  /** Index of the first entry that is concerned; for a head the first entry that it took in. */
  readonly from: number;
  /** Where it cannot be said which entry it is: the index of the last that it may be. */
  readonly to?: number;
  /** The id of the entry that stands there. */
  readonly id?: string;
}

export type ExportDefect =
  /** An entry does not say what it said when it was sealed. */
  | 'entry-changed'
  /** An entry that was sealed is not there. */
  | 'entry-missing'
  /** An entry is there that was never sealed. */
  | 'entry-added'
  /** An entry stands in another one's place. */
  | 'entries-reordered'
  /** The entries of a batch are not the sealed ones, and the list of their hashes was changed as well. */
  | 'entries-differ'
  /** No key that is trusted has signed this head, or it is not what was signed. */
  | 'head-forged'
  /** The list of hashes beside a head was changed, or a head says less than the one before. */
  | 'head-altered'
  /** A head before this one is not there. */
  | 'head-missing'
  /** It ends before its end. */
  | 'truncated'
  /** It ends before a head that the verifier knows. */
  | 'behind-known-head'
  /** It is another history than the one of a head that the verifier knows. */
  | 'forked'
  /** A line is none of an export. */
  | 'malformed';
