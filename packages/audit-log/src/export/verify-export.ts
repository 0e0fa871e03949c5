import { fromBase64 } from '../note/base64.ts';
import { type Checkpoint, checkpointHash, parseCheckpoint } from '../note/checkpoint.ts';
import { parseSignedNote, signedBy } from '../note/signed-note.ts';
import type { VerifierKey } from '../note/verifier-key.ts';
import { GrowingTree } from '../tree/growing-tree.ts';
import { equalHashes, HASH_BYTES } from '../tree/hashing.ts';
import type { TreeHead } from '../tree/verify-proof.ts';
import { batchDifference, type SeenEntry } from './batch-difference.ts';
import { entryHash } from './entry.ts';
import type { ExportDefect, ExportFault } from './fault.ts';
import { type ExportLine, type IndexedEntry, parseExportLine } from './lines.ts';

export interface ExportCheck {
  /** The log's keys, the present one and those before; a head is good that one of them has signed. */
  readonly keys: readonly VerifierKey[];
  /** Heads that the verifier has had before, from the service or a witness. */
  readonly known?: readonly TreeHead[];
  /** Sees each entry that has passed, in order. */
  readonly onEntry?: (entry: {
    readonly index: number;
    readonly id: string;
    readonly hash: Uint8Array;
  }) => void;
  /** Sees each head that has passed with its entries. */
  readonly onHead?: (head: { readonly note: string; readonly size: number }) => void;
}

export type ExportVerdict =
  | {
      readonly kind: 'intact';
      readonly origin: string;
      readonly size: number;
      readonly root: Uint8Array;
      readonly heads: number;
      /** Entries that no head had taken in yet when the export was made. */
      readonly unsealed: number;
      /** The last head as a signed note; absent for an empty log. */
      readonly head?: string;
    }
  | { readonly kind: 'broken'; readonly fault: ExportFault };

/**
 * Recomputes the tree from the entries of an export and holds it against the signed heads (R39). One pass; memory for
 * one batch and the logarithm of the rest.
 */
export async function verifyExport(lines: AsyncIterable<string>, check: ExportCheck): Promise<ExportVerdict> {
  const verifier = new ExportVerifier(check);
  for await (const line of lines) {
    const fault = verifier.take(line);
    if (fault !== undefined) return { kind: 'broken', fault };
  }
  return verifier.finish();
}

/** No sealer takes more into one head. */
const MOST_IN_A_BATCH = 100_000;

interface OpenBatch {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly start: number;
  readonly line: number;
  /** The sealed hashes, when the list beside the head gives the signed root, and the tree with them. */
  readonly sealed?: { readonly hashes: readonly Uint8Array[]; readonly tree: GrowingTree };
  readonly hasList: boolean;
  readonly seen: SeenEntry[];
}

class ExportVerifier {
  readonly #check: ExportCheck;
  readonly #known: readonly TreeHead[];
  #line = 0;
  #start: Extract<ExportLine, { kind: 'start' }> | undefined;
  #end: Extract<ExportLine, { kind: 'end' }> | undefined;
  #tree = GrowingTree.empty();
  #previous: Uint8Array | undefined;
  #batch: OpenBatch | undefined;
  #heads = 0;
  #lastNote: string | undefined;

  constructor(check: ExportCheck) {
    this.#check = check;
    this.#known = (check.known ?? []).toSorted((a, b) => a.size - b.size);
  }

  take(text: string): ExportFault | undefined {
    this.#line += 1;
    const line = parseExportLine(text);
    if (line === undefined || this.#end !== undefined) return this.#fault('malformed');
    if ((line.kind === 'start') !== (this.#start === undefined)) return this.#fault('malformed');
    switch (line.kind) {
      case 'start':
        this.#start = line;
        return undefined;
      case 'head':
        return this.#closeBatch() ?? this.#openBatch(line);
      case 'entry':
        return this.#takeEntry(line.entry);
      case 'end':
        this.#end = line;
        return this.#closeBatch();
    }
  }

  finish(): ExportVerdict {
    const fault = this.#faultAtEnd();
    if (fault !== undefined) return { kind: 'broken', fault };
    return {
      kind: 'intact',
      origin: this.#start?.origin as string,
      size: this.#tree.size,
      root: this.#tree.root(),
      heads: this.#heads,
      unsealed: this.#end?.unsealed as number,
      ...(this.#lastNote !== undefined && { head: this.#lastNote }),
    };
  }

  #faultAtEnd(): ExportFault | undefined {
    // A cut within a batch shows as its missing entries only when there was an end to reach.
    if (this.#end === undefined) {
      const read = this.#tree.size + (this.#batch?.seen.length ?? 0);
      return this.#fault('truncated', { from: read });
    }
    const size = this.#tree.size;
    if (this.#start?.size !== size || this.#end.size !== size) return this.#fault('truncated');
    const beyond = this.#known.find((head) => head.size > size);
    return beyond && this.#fault('behind-known-head', { to: beyond.size - 1 });
  }

  #openBatch({ note, leaves }: Extract<ExportLine, { kind: 'head' }>): ExportFault | undefined {
    const signed = parseSignedNote(note);
    const checkpoint = signed && parseCheckpoint(signed.text);
    if (signed === undefined || checkpoint === undefined) return this.#fault('head-forged');
    const verdicts = this.#check.keys.map((key) => signedBy(signed, key));
    if (!verdicts.includes('signed') || verdicts.includes('forged')) return this.#fault('head-forged');
    if (checkpoint.origin !== this.#start?.origin) return this.#fault('head-forged');
    if (!sameHash(checkpoint.previous, this.#previous)) return this.#fault('head-missing');
    const start = this.#tree.size;
    const count = checkpoint.size - start;
    if (count < 1 || count > MOST_IN_A_BATCH) return this.#fault('head-altered');
    const sealed = leaves === undefined ? undefined : this.#sealedLeaves(leaves, checkpoint);
    this.#batch = {
      note,
      checkpoint,
      start,
      line: this.#line,
      ...(sealed && { sealed }),
      hasList: leaves !== undefined,
      seen: [],
    };
    this.#previous = checkpointHash(signed.text);
    return undefined;
  }

  #sealedLeaves(leaves: string, { size, root }: Checkpoint): OpenBatch['sealed'] {
    const bytes = fromBase64(leaves);
    if (bytes?.length !== (size - this.#tree.size) * HASH_BYTES) return undefined;
    const tree = this.#tree.copy();
    const hashes: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += HASH_BYTES) {
      const hash = bytes.subarray(at, at + HASH_BYTES);
      hashes.push(hash);
      tree.append(hash);
    }
    return equalHashes(tree.root(), root) ? { hashes, tree } : undefined;
  }

  #takeEntry(entry: IndexedEntry): ExportFault | undefined {
    const batch = this.#batch;
    const place = { from: entry.index, id: entry.id };
    if (batch === undefined) return this.#fault('entry-added', place);
    const count = batch.checkpoint.size - batch.start;
    // One more than there can be says enough.
    if (batch.seen.length > count) return this.#closeBatch();
    batch.seen.push({ index: entry.index, id: entry.id, hash: entryHash(entry), line: this.#line });
    return undefined;
  }

  #closeBatch(): ExportFault | undefined {
    const batch = this.#batch;
    if (batch === undefined) return undefined;
    const fault =
      batch.sealed === undefined ? this.#closeByRoot(batch) : this.#closeBySealed(batch, batch.sealed);
    if (fault !== undefined) return fault;
    this.#batch = undefined;
    this.#heads += 1;
    this.#lastNote = batch.note;
    for (const entry of batch.seen) this.#check.onEntry?.(entry);
    this.#check.onHead?.({ note: batch.note, size: batch.checkpoint.size });
    return undefined;
  }

  #closeBySealed(
    batch: OpenBatch,
    { hashes, tree }: NonNullable<OpenBatch['sealed']>,
  ): ExportFault | undefined {
    const difference = batchDifference(hashes, batch.seen, batch.start) ?? misplaced(batch);
    if (difference !== undefined) return this.#entryFault(batch, difference.defect, difference.at);
    const fork = this.#forkWithin(hashes);
    this.#tree = tree;
    return fork;
  }

  /** Without a list to rely on, which entry it is can be said only by its index. */
  #closeByRoot(batch: OpenBatch): ExportFault | undefined {
    const { start, checkpoint, seen } = batch;
    const gap = misplaced(batch);
    if (gap !== undefined) return this.#entryFault(batch, gap.defect, gap.at);
    const hashes = seen.map(({ hash }) => hash);
    const tree = this.#tree.copy();
    for (const hash of hashes) tree.append(hash);
    if (tree.size !== checkpoint.size || !equalHashes(tree.root(), checkpoint.root)) {
      return this.#fault('entries-differ', { line: batch.line, from: start, to: checkpoint.size - 1 });
    }
    if (batch.hasList) return this.#fault('head-altered', { line: batch.line, from: start });
    const fork = this.#forkWithin(hashes);
    this.#tree = tree;
    return fork;
  }

  #entryFault({ start, seen, line }: OpenBatch, defect: ExportDefect, at: number): ExportFault {
    const entry = defect === 'entry-missing' ? undefined : seen[at];
    return this.#fault(defect, {
      line: (seen[at] ?? seen.at(-1))?.line ?? line,
      from: start + at,
      ...(entry && { id: entry.id }),
    });
  }

  /** Do the known heads that end among these leaves have another root? */
  #forkWithin(hashes: readonly Uint8Array[]): ExportFault | undefined {
    const end = this.#tree.size + hashes.length;
    const within = this.#known.filter(({ size }) => size > this.#tree.size && size <= end);
    const tree = this.#tree.copy();
    for (const head of within) {
      while (tree.size < head.size) tree.append(hashes[tree.size - this.#tree.size] as Uint8Array);
      if (!equalHashes(tree.root(), head.root)) return this.#fault('forked', { from: 0, to: head.size - 1 });
    }
    return undefined;
  }

  #fault(defect: ExportDefect, place: Partial<Omit<ExportFault, 'defect'>> = {}): ExportFault {
    return { defect, line: this.#line, from: this.#tree.size, ...place };
  }
}

function misplaced({ start, seen, checkpoint }: OpenBatch) {
  const at = seen.findIndex(({ index }, place) => index !== start + place);
  if (at >= 0) {
    const ahead = (seen[at] as SeenEntry).index > start + at;
    return { at, defect: ahead ? 'entry-missing' : 'entries-reordered' } as const;
  }
  return start + seen.length > checkpoint.size
    ? ({ at: checkpoint.size - start, defect: 'entry-added' } as const)
    : undefined;
}

function sameHash(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalHashes(a, b);
}
