import { appendAudit } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import { tokenDigest } from '../http/index.ts';
import type { Random } from '../random.ts';
import { CODE_BYTES, CODE_VALID_MS, canonicalCode, codeOf } from './rules.ts';
import { keepCode } from './storage.ts';

export function digestOfCode(typed: string): Uint8Array {
  return tokenDigest(canonicalCode(typed));
}

/** Issues a code for one kiosk of a store; its text is in the answer and nowhere else. */
export async function issueKioskCode(
  tx: Transaction,
  of: { readonly store: string; readonly staff: string; readonly now: Date; readonly random: Random },
): Promise<{ readonly code: string; readonly expiresAt: string }> {
  const { store, staff, now, random } = of;
  const code = codeOf(random(CODE_BYTES));
  const expiresAt = new Date(now.getTime() + CODE_VALID_MS);
  await keepCode(tx, digestOfCode(code), { store, expiresAt });
  await appendAudit(tx, { at: now, kind: 'kiosk.code-issued', subjects: { store, staff } });
  return { code, expiresAt: expiresAt.toISOString() };
}
