import type { TargetPin } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import type { Transaction } from '../database/index.ts';
import { issueToken, type Refused } from '../http/index.ts';
import { type Random, randomUuid } from '../random.ts';
import { auditEnd } from './audit-end.ts';
import type { OpenReservation } from './record.ts';
import { insertReservation } from './storage.ts';

export interface Made {
  readonly kind: 'made';
  readonly reservation: OpenReservation;
  /** Goes to the holder and nowhere else. */
  readonly token: string;
}

/**
 * Makes a reservation for a card that has proven itself, and records it (R39). The card's live one ends with it (R15);
 * refused as `reservation-in-use` while a kiosk may be writing to the card.
 */
export async function makeReservation(
  tx: Transaction,
  of: {
    readonly cardRef: string;
    readonly appRef: string;
    readonly phoneSession: string;
    readonly targetPin: TargetPin;
    readonly now: Date;
    readonly random: Random;
  },
): Promise<Made | Refused> {
  const { cardRef, appRef, phoneSession, targetPin, now, random } = of;
  const id = randomUuid(random);
  const { token, digest: tokenDigest } = issueToken(random);
  const made = await insertReservation(tx, { id, cardRef, targetPin, tokenDigest }, now);
  if (made.kind === 'refuse') return made;
  if (made.ended !== undefined) await auditEnd(tx, made.ended, now);
  await appendAudit(tx, {
    at: now,
    kind: 'reservation.made',
    subjects: { card: cardRef, app: appRef, phoneSession, reservation: id },
    data: { targetPin, expiresAt: made.reservation.expiresAt.toISOString() },
  });
  return { kind: 'made', reservation: made.reservation, token };
}
