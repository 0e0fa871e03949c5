import type { Connection, Transaction } from '../database/index.ts';
import type { EndedReservation, LiveReservation, OpenReservation, Reservation } from './record.ts';
import { isLive } from './record.ts';
import { changingColumns, reservationOf } from './row.ts';
import { type Decision, reserve } from './rules.ts';
import { IS_LIVE } from './tables.ts';

export async function findReservation(db: Connection, id: string): Promise<Reservation | undefined> {
  const row = await db.selectFrom('reservation').selectAll().where('id', '=', id).executeTakeFirst();
  return row && reservationOf(row);
}

export async function findByToken(db: Connection, tokenDigest: Uint8Array): Promise<Reservation | undefined> {
  const row = await db
    .selectFrom('reservation')
    .selectAll()
    .where('token_digest', '=', tokenDigest)
    .executeTakeFirst();
  return row && reservationOf(row);
}

/** The card's live reservation, else the one that was made last. */
export async function findLatestOfCard(db: Connection, cardRef: string): Promise<Reservation | undefined> {
  const row = await db
    .selectFrom('reservation')
    .selectAll()
    .where('card_ref', '=', cardRef)
    .orderBy(IS_LIVE, 'desc')
    .orderBy('reserved_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && reservationOf(row);
}

/** What a change came to: `stored` is what it was decided on. */
export type Changed<To extends Reservation> =
  | { readonly kind: 'changed'; readonly stored: Reservation; readonly to: To }
  | Exclude<Decision<To>, { kind: 'change' }>;

/** More than enough: each round lost means that another change of this one reservation got through. */
const ROUNDS = 20;

/**
 * Decides on a stored reservation and writes the decision on the condition that nobody has changed it meanwhile; else
 * looks again and decides anew, so that of two changes at once one wins and the other is told what it came to
 * (protocol.md, Reservation). For READ COMMITTED, where a second look sees what the winner has committed.
 *
 * @param seen what an earlier look in this transaction found, so that nothing is read twice
 * @returns `undefined` when there is no such reservation
 */
export async function changeReservation<To extends Reservation>(
  tx: Transaction,
  find: () => Promise<Reservation | undefined>,
  decide: (stored: Reservation) => Decision<To>,
  seen?: Reservation,
): Promise<Changed<To> | undefined> {
  for (let round = 0; round < ROUNDS; round++) {
    const stored = round === 0 && seen !== undefined ? seen : await find();
    if (stored === undefined) return undefined;
    const decision = decide(stored);
    if (decision.kind !== 'change') return decision;
    if (await write(tx, stored, decision.to)) return { kind: 'changed', stored, to: decision.to };
  }
  throw new Error(`a reservation changed ${ROUNDS} times while one decision was written`);
}

export type Reserved =
  | { readonly kind: 'reserved'; readonly reservation: OpenReservation; readonly ended?: EndedReservation }
  | Extract<ReturnType<typeof reserve>, { kind: 'refuse' }>;

/** Makes a reservation and ends the card's live one with it (R15). */
export async function insertReservation(
  tx: Transaction,
  made: Parameters<typeof reserve>[0] & { readonly tokenDigest: Uint8Array },
  now: Date,
): Promise<Reserved> {
  const { tokenDigest, ...of } = made;
  for (let round = 0; round < ROUNDS; round++) {
    const previous = await findLive(tx, of.cardRef);
    const decision = reserve(of, previous, now);
    if (decision.kind === 'refuse') return decision;
    const { reservation, ended } = decision;
    if (previous !== undefined && ended !== undefined && !(await write(tx, previous, ended))) continue;
    if (await insert(tx, reservation, tokenDigest)) return decision;
    // The ended row stays locked until this transaction is over: nobody else can have taken the card's place.
    if (ended !== undefined) throw new Error('two live reservations of one card');
  }
  throw new Error(`a card's reservation changed ${ROUNDS} times while another one was made`);
}

async function findLive(tx: Transaction, cardRef: string): Promise<LiveReservation | undefined> {
  const latest = await findLatestOfCard(tx, cardRef);
  return latest !== undefined && isLive(latest) ? latest : undefined;
}

async function write(tx: Transaction, stored: Reservation, to: Reservation): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('reservation')
    .set(changingColumns(to))
    .where('id', '=', stored.id)
    .where('state', '=', stored.state)
    .where('version', '=', stored.version)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** False when the card has got a live reservation meanwhile; waits for one that is being made. */
async function insert(tx: Transaction, made: OpenReservation, tokenDigest: Uint8Array): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('reservation')
    .values({
      id: made.id,
      card_ref: made.cardRef,
      target_pin: made.targetPin,
      token_digest: tokenDigest,
      reserved_at: made.reservedAt,
      expires_at: made.expiresAt,
      version: made.version,
      state: made.state,
    })
    .onConflict((conflict) => conflict.column('card_ref').where(IS_LIVE).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
