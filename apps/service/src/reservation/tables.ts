import type { ReservationEnd, ReservationState, TargetPin } from '@kaijo/contract';
import { type Migration, type SqlBool, sql } from 'kysely';
import type { Fixed } from '../database/index.ts';

export interface ReservationTables {
  reservation: ReservationTable;
}

/** One row is one reservation, from the phone's step to its end. Nothing in it names a person (R38). */
export interface ReservationTable {
  id: Fixed<string>;
  card_ref: Fixed<string>;
  target_pin: Fixed<TargetPin>;
  /** SHA-256 of the holder's bearer token. */
  token_digest: Fixed<Uint8Array>;
  reserved_at: Fixed<Date>;
  expires_at: Fixed<Date>;
  version: number;
  state: ReservationState;
  hold_session: string | null;
  hold_kiosk: string | null;
  hold_until: Date | null;
  finish_by: Date | null;
  authorised_session: string | null;
  authorised_kiosk: string | null;
  authorised_at: Date | null;
  completed_at: Date | null;
  ended_by: ReservationEnd | null;
  ended_at: Date | null;
}

export const createReservationTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('reservation')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('card_ref', 'text', (column) => column.notNull())
      .addColumn('target_pin', 'text', (column) => column.notNull())
      .addColumn('token_digest', 'bytea', (column) => column.notNull().unique())
      .addColumn('reserved_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('version', 'int4', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('hold_session', 'uuid')
      .addColumn('hold_kiosk', 'uuid')
      .addColumn('hold_until', 'timestamptz(3)')
      .addColumn('finish_by', 'timestamptz(3)')
      .addColumn('authorised_session', 'uuid')
      .addColumn('authorised_kiosk', 'uuid')
      .addColumn('authorised_at', 'timestamptz(3)')
      .addColumn('completed_at', 'timestamptz(3)')
      .addColumn('ended_by', 'text')
      .addColumn('ended_at', 'timestamptz(3)')
      .execute();
    // R15: the database itself allows one live reservation per card.
    await db.schema
      .createIndex('reservation_live_card')
      .on('reservation')
      .column('card_ref')
      .unique()
      .where(IS_LIVE)
      .execute();
    await db.schema
      .createIndex('reservation_card')
      .on('reservation')
      .columns(['card_ref', 'reserved_at'])
      .execute();
    await db.schema
      .createIndex('reservation_open_expiry')
      .on('reservation')
      .column('expires_at')
      .where(sql<SqlBool>`state = 'open'`)
      .execute();
    await db.schema
      .createIndex('reservation_initialising_end')
      .on('reservation')
      .column('finish_by')
      .where(sql<SqlBool>`state = 'initialising'`)
      .execute();
    await db.schema.createIndex('reservation_made').on('reservation').column('reserved_at').execute();
  },
};

/** The predicate of the unique index; in literals, because the database only finds the index by them. */
export const IS_LIVE = sql<SqlBool>`state in ('open', 'initialising')`;
