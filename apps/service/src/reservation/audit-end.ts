import { appendAudit } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import type { EndedReservation } from './record.ts';

/** Records an end as `reservation.expired`, `.cancelled`, `.replaced` or `.unconfirmed` (R39). */
export function auditEnd(tx: Transaction, ended: EndedReservation, now: Date): Promise<void> {
  const { id, cardRef, targetPin, endedBy, endedAt } = ended;
  return appendAudit(tx, {
    at: now,
    kind: `reservation.${endedBy}`,
    subjects: { card: cardRef, reservation: id },
    data: { targetPin, endedAt: endedAt.toISOString() },
  });
}
