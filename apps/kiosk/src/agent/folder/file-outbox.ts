import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CompleteRequest, Uuid } from '@kaijo/contract';
import type { CompletionOutbox, PendingCompletion } from '@kaijo/procedures';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { removeDurably, writeDurably } from './durable-file.ts';

const Pending = Type.Object({
  session: Uuid,
  idempotencyKey: Type.String({ minLength: 16 }),
  request: CompleteRequest,
});

const ENDING = '.proof.json';

/** Proofs in a folder, one file each, over a power cut as well (R31, R33). There is no secret in them. */
export function fileOutbox(folder: string): CompletionOutbox {
  const pathOf = (session: string): string => join(folder, `${session}${ENDING}`);
  return {
    keep: (pending) => writeDurably(pathOf(pending.session), JSON.stringify(pending)),
    forget: (session) => removeDurably(pathOf(session)),
    async list() {
      const names = await readdir(folder).catch(() => [] as string[]);
      const pending = await Promise.all(
        names.filter((name) => name.endsWith(ENDING)).map((name) => readProof(join(folder, name))),
      );
      return pending.filter((one) => one !== undefined);
    },
  };
}

/** A file that is no proof is left where it is and not sent. */
async function readProof(path: string): Promise<PendingCompletion | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Value.Check(Pending, value) ? value : undefined;
  } catch {
    return undefined;
  }
}
