import type { LivenessStep, TargetPin } from '@kaijo/contract';
import type { ColumnType, Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';
import type { PhoneSession } from './record.ts';

export interface PhoneSessionTables {
  phone_session: PhoneSessionTable;
}

/** Kept for a day at most; no certificate, no card face and no picture in it (R23, R38). */
export interface PhoneSessionTable {
  id: Fixed<string>;
  token_digest: Fixed<Uint8Array>;
  nonce: Fixed<Uint8Array>;
  target_pin: Fixed<TargetPin>;
  app_ref: Fixed<string>;
  terms: Fixed<string | null>;
  expires_at: Fixed<Date>;
  state: PhoneSession['state'];
  card_ref: string | null;
  message_digest: Uint8Array | null;
  card_face_digest: Uint8Array | null;
  challenge_id: string | null;
  challenge_steps: ColumnType<readonly LivenessStep[] | null, string | null, string | null>;
  challenge_expires_at: Date | null;
}

export const createPhoneSessionTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('phone_session')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('token_digest', 'bytea', (column) => column.notNull())
      .addColumn('nonce', 'bytea', (column) => column.notNull())
      .addColumn('target_pin', 'text', (column) => column.notNull())
      .addColumn('app_ref', 'text', (column) => column.notNull())
      .addColumn('terms', 'text')
      .addColumn('expires_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('card_ref', 'text')
      .addColumn('message_digest', 'bytea')
      .addColumn('card_face_digest', 'bytea')
      .addColumn('challenge_id', 'uuid')
      .addColumn('challenge_steps', 'jsonb')
      .addColumn('challenge_expires_at', 'timestamptz(3)')
      .execute();
    await db.schema.createIndex('phone_session_expiry').on('phone_session').column('expires_at').execute();
  },
};
