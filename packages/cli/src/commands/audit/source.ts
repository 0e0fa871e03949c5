import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  type Checkpoint,
  type ExportCheck,
  type ExportVerdict,
  LineTooLong,
  parseCheckpoint,
  parseSignedNote,
  parseVerifierKey,
  readLines,
  type SignedNote,
  signedBy,
  type VerifierKey,
  verifyExport,
} from '@kaijo/audit-log';
import { OPERATOR_ROUTES } from '@kaijo/contract';
import { CommandFailure, EXIT } from '../../exit-codes.ts';
import type { OperatorClient } from '../../installation/operator-client.ts';
import { faultSentence } from './fault-sentence.ts';

/** The lines of the running service's log. */
export async function* pagesOf(operator: OperatorClient): AsyncGenerator<string> {
  let query: Record<string, string> | undefined = {};
  while (query !== undefined) {
    const page: { lines: string[]; next?: { from: number; size: number } } = await operator.call(
      OPERATOR_ROUTES.exportAudit,
      { query },
    );
    yield* page.lines;
    query = page.next && { from: String(page.next.from), size: String(page.next.size) };
  }
}

/** The lines of an export in a file; "-" for standard input. @throws CommandFailure when it cannot be read */
export async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    yield* readLines(createReadStream(file === '-' ? '/dev/stdin' : file, { highWaterMark: 1 << 20 }));
  } catch (error) {
    if (error instanceof LineTooLong)
      throw new CommandFailure(EXIT.DATA, `${file} is no export: ${error.message}`);
    if ((error as { syscall?: unknown }).syscall === undefined) throw error;
    throw new CommandFailure(EXIT.NO_INPUT, `${file} cannot be read`, error);
  }
}

/** @throws CommandFailure that names the first fault, with exit code 1 */
export async function intactExport(
  file: string,
  check: ExportCheck,
): Promise<Extract<ExportVerdict, { kind: 'intact' }>> {
  const verdict = await verifyExport(linesOf(file), check);
  if (verdict.kind === 'intact') return verdict;
  throw new CommandFailure(EXIT.REFUSED, `${file}: ${faultSentence(verdict.fault)}`);
}

/** Keys as `kaijo keys export-public` writes them, or files with one on each line. @throws CommandFailure */
export async function readKeys(values: readonly string[]): Promise<readonly VerifierKey[]> {
  const texts = await Promise.all(
    values.map(async (value) =>
      parseVerifierKey(value) === undefined ? (await readText(value)).split('\n') : [value],
    ),
  );
  return texts
    .flat()
    .map((text) => text.trim())
    .filter((text) => text !== '' && !text.startsWith('#'))
    .map((text) => {
      const key = parseVerifierKey(text);
      if (key === undefined) throw new CommandFailure(EXIT.DATA, `"${text.slice(0, 80)}" is no verifier key`);
      return key;
    });
}

export interface KnownHead {
  readonly note: SignedNote;
  readonly checkpoint: Checkpoint;
}

/** A head that the log itself has signed. @throws CommandFailure for anything else */
export function readHead(text: string, keys: readonly VerifierKey[], whence: string): KnownHead {
  const note = parseSignedNote(text);
  const checkpoint = note && parseCheckpoint(note.text);
  if (note === undefined || checkpoint === undefined)
    throw new CommandFailure(EXIT.DATA, `${whence} is no signed tree head`);
  const verdicts = keys.map((key) => signedBy(note, key));
  if (!verdicts.includes('signed') || verdicts.includes('forged'))
    throw new CommandFailure(EXIT.REFUSED, `${whence}: none of the keys has signed this tree head`);
  return { note, checkpoint };
}

export async function readText(file: string): Promise<string> {
  return readFile(file === '-' ? '/dev/stdin' : file, 'utf8').catch((error: unknown) => {
    throw new CommandFailure(EXIT.NO_INPUT, `${file} cannot be read`, error);
  });
}

/** Of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
