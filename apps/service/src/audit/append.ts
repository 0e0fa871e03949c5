import { canonicalJson, type JsonObject } from '../canonical-json.ts';
import type { Transaction } from '../database/index.ts';

/** What an entry is about. References (HMACs, see KeyStore.reference) and random ids only: never a name or number. */
export type AuditSubjects = Readonly<
  Partial<
    Record<
      | 'card'
      | 'app'
      | 'reservation'
      | 'phoneSession'
      | 'kioskSession'
      | 'kiosk'
      | 'store'
      | 'staff'
      /** The staff member whom an act of another one is about. */
      | 'member'
      | 'staffSession'
      | 'counterSession'
      | 'maintenance'
      | 'switch',
      string
    >
  >
>;

/** One decision (R39). */
export interface AuditEntry {
  /** When it was decided, by the service's clock. */
  readonly at: Date;
  /** What was decided: `feature.past-participle`, for instance `reservation.made`, `kiosk-session.authorised`. */
  readonly kind: string;
  readonly subjects: AuditSubjects;
  /** What else an auditor needs to see. No personal data (R38), no key, no token; numbers are safe integers or scores. */
  readonly data?: JsonObject;
}

/** Writes the entries of a decision in the transaction of what they record, so that neither is without the other (R39). */
export async function appendAudit(
  tx: Transaction,
  ...entries: readonly [AuditEntry, ...AuditEntry[]]
): Promise<void> {
  await tx
    .insertInto('audit_entry')
    .values(
      entries.map(({ at, kind, subjects, data }) => ({
        at,
        kind,
        subjects: canonicalJson(subjects as JsonObject),
        data: canonicalJson(data ?? {}),
      })),
    )
    .execute();
}
