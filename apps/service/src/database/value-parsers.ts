/** Type OIDs of PostgreSQL (pg_type.dat) whose default reading differs between PGlite and `pg`, or depends on TZ. */
const BYTEA = 17;
const INT8 = 20;
const DATE = 1082;

/** Reads a value from its text form. */
export const VALUE_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [BYTEA]: byteaOf,
  [INT8]: safeIntegerOf,
  // A calendar day has no time zone: it stays text, YYYY-MM-DD.
  [DATE]: (text) => text,
};

/** The hex format (PostgreSQL, 8.4.1). A plain Uint8Array: a Buffer's `slice` would share memory. */
function byteaOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'));
}

function safeIntegerOf(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
  return value;
}
