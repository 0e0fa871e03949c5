import type { StaffRole } from '@kaijo/contract';
import type { Migration } from 'kysely';
import type { Fixed } from '../database/index.ts';
import type { Ceremony } from './record.ts';

export interface StaffTables {
  staff_member: StaffMemberTable;
  staff_passkey: StaffPasskeyTable;
  staff_invite: StaffInviteTable;
  staff_session: StaffSessionTable;
  staff_ceremony: StaffCeremonyTable;
}

export interface StaffMemberTable {
  id: Fixed<string>;
  number: Fixed<string>;
  role: StaffRole;
  since: Fixed<Date>;
  suspended_at: Date | null;
}

export interface StaffPasskeyTable {
  /** Credential id, base64url. */
  id: Fixed<string>;
  member: Fixed<string>;
  /** COSE key. */
  public_key: Fixed<Uint8Array>;
  counter: number;
  registered_at: Fixed<Date>;
  revoked_at: Date | null;
}

export interface StaffInviteTable {
  id: Fixed<string>;
  member: Fixed<string>;
  /** SHA-256: the code is stored nowhere. */
  code_digest: Fixed<Uint8Array>;
  expires_at: Fixed<Date>;
  used_at: Date | null;
}

export interface StaffSessionTable {
  id: Fixed<string>;
  member: Fixed<string>;
  token_digest: Fixed<Uint8Array>;
  session_key: Fixed<Uint8Array>;
  started_at: Fixed<Date>;
  seen_at: Date;
  ended_at: Date | null;
}

export interface StaffCeremonyTable {
  id: Fixed<string>;
  kind: Fixed<Ceremony['purpose']['kind']>;
  /** The invite, or what is confirmed. */
  subject: Fixed<string | null>;
  session_key: Fixed<Uint8Array | null>;
  challenge: Fixed<string>;
  expires_at: Fixed<Date>;
}

export const createStaffTables: Migration = {
  async up(db) {
    await db.schema
      .createTable('staff_member')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('number', 'text', (column) => column.notNull().unique())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('since', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('suspended_at', 'timestamptz(3)')
      .execute();
    await db.schema
      .createTable('staff_passkey')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('member', 'uuid', (column) => column.notNull())
      .addColumn('public_key', 'bytea', (column) => column.notNull())
      .addColumn('counter', 'int8', (column) => column.notNull())
      .addColumn('registered_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('revoked_at', 'timestamptz(3)')
      .execute();
    await db.schema.createIndex('staff_passkey_member').on('staff_passkey').column('member').execute();
    await db.schema
      .createTable('staff_invite')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('member', 'uuid', (column) => column.notNull())
      .addColumn('code_digest', 'bytea', (column) => column.notNull().unique())
      .addColumn('expires_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('used_at', 'timestamptz(3)')
      .execute();
    await db.schema.createIndex('staff_invite_member').on('staff_invite').column('member').execute();
    await db.schema
      .createTable('staff_session')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('member', 'uuid', (column) => column.notNull())
      .addColumn('token_digest', 'bytea', (column) => column.notNull().unique())
      .addColumn('session_key', 'bytea', (column) => column.notNull())
      .addColumn('started_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('seen_at', 'timestamptz(3)', (column) => column.notNull())
      .addColumn('ended_at', 'timestamptz(3)')
      .execute();
    await db.schema.createIndex('staff_session_member').on('staff_session').column('member').execute();
    await db.schema
      .createTable('staff_ceremony')
      .addColumn('id', 'uuid', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('subject', 'uuid')
      .addColumn('session_key', 'bytea')
      .addColumn('challenge', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'timestamptz(3)', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('staff_ceremony_expires').on('staff_ceremony').column('expires_at').execute();
  },
};
