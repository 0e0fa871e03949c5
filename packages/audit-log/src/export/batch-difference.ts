import { equalHashes } from '../tree/hashing.ts';
import type { ExportDefect } from './fault.ts';

export interface SeenEntry {
  readonly index: number;
  readonly id: string;
  readonly hash: Uint8Array;
  readonly line: number;
}

export interface BatchDifference {
  readonly defect: ExportDefect;
  /** Place within the batch, from 0. */
  readonly at: number;
}

/**
 * Where the entries of a batch, whose first one is entry `start`, stop to be the sealed ones. `sealed`: the hashes that
 * the signed root was made of.
 * @returns `undefined` when they are the same
 */
export function batchDifference(
  sealed: readonly Uint8Array[],
  seen: readonly SeenEntry[],
  start: number,
): BatchDifference | undefined {
  const longer = Math.max(sealed.length, seen.length);
  for (let at = 0; at < longer; at++) {
    const [expected, entry] = [sealed[at], seen[at]];
    if (expected !== undefined && entry !== undefined && equalHashes(expected, entry.hash)) continue;
    const gap = entry !== undefined && entry.index > start + at && seen.length < sealed.length;
    return { at, defect: gap ? 'entry-missing' : defectAt(at, sealed, seen) };
  }
  return undefined;
}

function defectAt(at: number, sealed: readonly Uint8Array[], seen: readonly SeenEntry[]): ExportDefect {
  const entry = seen[at];
  if (entry === undefined) return 'entry-missing';
  const expected = sealed[at];
  if (expected === undefined) return 'entry-added';
  const follows = (hash: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
    hash !== undefined && other !== undefined && equalHashes(hash, other);
  if (seen.length < sealed.length && follows(sealed[at + 1], entry.hash)) return 'entry-missing';
  if (seen.length > sealed.length && follows(expected, seen[at + 1]?.hash)) return 'entry-added';
  return sealed.some((hash) => equalHashes(hash, entry.hash)) ? 'entries-reordered' : 'entry-changed';
}
