import { ROUTES } from '@kaijo/contract';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import { answer, defineCommand, defineQuery, type Endpoint, refuse } from '../http/index.ts';
import { auditEnd } from './audit-end.ts';
import { cancel } from './rules.ts';
import { changeReservation, findByToken } from './storage.ts';
import { wireReservation } from './wire.ts';

const NOT_AUTHORISED = { problem: 'not-authorised' } as const;

export function reservationEndpoints({
  db,
  clock,
}: {
  readonly db: Database;
  readonly clock: Clock;
}): readonly Endpoint[] {
  return [
    /** A reservation that is over is shown as it ended: the app says so when it is opened again. */
    defineQuery(ROUTES.showReservation, async ({ caller: { tokenDigest } }) => {
      const stored = await findByToken(db, tokenDigest);
      if (stored === undefined) return refuse(NOT_AUTHORISED);
      return answer(200, await wireReservation(db, stored, clock.now()));
    }),

    defineCommand(ROUTES.cancelReservation, {
      decide: async ({ tx, now, caller: { tokenDigest } }) => {
        const changed = await changeReservation(
          tx,
          () => findByToken(tx, tokenDigest),
          (stored) => cancel(stored, now),
        );
        if (changed === undefined) return refuse(NOT_AUTHORISED);
        if (changed.kind === 'refuse') return changed;
        if (changed.kind === 'changed') await auditEnd(tx, changed.to, now);
        return answer(200, await wireReservation(tx, changed.kind === 'keep' ? changed.as : changed.to, now));
      },
    }),
  ];
}
