/**
 * What PostgreSQL has and one of its distributed kin (YugabyteDB, CockroachDB, Citus) has not, or has only as a hot
 * spot that every node must ask. The kin's own documentation is the source of each line.
 */
const NOT_SHARED: readonly (readonly [RegExp, string])[] = [
  [/\bpg_(try_)?advisory_/, 'advisory lock'],
  [/\b(un)?listen\b|\bnotify\b|\bpg_notify\b/, 'LISTEN and NOTIFY'],
  [
    /\b(small|big)?serial[248]?\b|\bnextval\b|\bcreate sequence\b|\bgenerated (always|by default) as identity\b/,
    'sequence',
  ],
  [/\bcreate trigger\b|\bcreate (or replace )?function\b|\bcreate rule\b|\bdo \$/, 'procedural code'],
  [/\bcreate unlogged\b|\bcreate (global |local )?temp(orary)? /, 'table that is not durable'],
  [/\block table\b|\bin (share|exclusive|access exclusive|row exclusive)\b.*\bmode\b/, 'table lock'],
  [/\bexclude using\b|\busing (gist|brin|spgist|hash)\b/, 'index or constraint of one server'],
  [/\breferences\b|\bforeign key\b/, 'foreign key: Citus has none between tables spread by different keys'],
  [/\bctid\b|\bxmin\b|\boid\b/, 'system column'],
  [
    /\bnow\(\)|\bcurrent_timestamp\b|\bcurrent_date\b|\blocaltime|\bclock_timestamp\b|\bstatement_timestamp\b/,
    "the server's clock",
  ],
  [/\btimestamp\b(?! with time zone)|\btimestamp without\b/, 'time without its zone'],
];

/** What is wrong with a statement; empty when nothing is. */
export function dialectFaults(statement: string): readonly string[] {
  const text = withoutLiterals(statement).toLowerCase();
  return NOT_SHARED.filter(([pattern]) => pattern.test(text)).map(([, name]) => `${name} in "${statement}"`);
}

/** What stands in quotes is a value or a name, whatever it reads like. */
function withoutLiterals(statement: string): string {
  return statement.replaceAll(/'(?:[^']|'')*'/g, "''").replaceAll(/"(?:[^"]|"")*"/g, '"n"');
}
