import type { ColumnType } from 'kysely';

/**
 * Column types in the words of TypeScript. They hold for PGlite and for `pg` alike: `timestamptz(3)` is a Date,
 * `bytea` a plain Uint8Array, `jsonb` is read parsed and written as text, `int8` a safe integer.
 */
export type JsonColumn<T> = ColumnType<T, string, string>;
/** A column that is written once. */
export type Fixed<T> = ColumnType<T, T, never>;
