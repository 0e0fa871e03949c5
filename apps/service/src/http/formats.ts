/** What is needed of Ajv, which Fastify brings along. */
interface Formats {
  readonly formats: Readonly<Record<string, unknown>>;
  addFormat(name: string, format: object): unknown;
}

interface TextFormat {
  readonly validate: (text: string) => boolean;
}

/** No service of this century asks for others, and PostgreSQL, JSON and Date agree on these. */
const FIRST = Date.UTC(1900, 0, 1);
const LAST = Date.UTC(9998, 11, 31);

/**
 * Moments and days that every part of the service can hold. RFC 3339 allows more: leap seconds, which `Date` does not
 * know, the year 0000, which PostgreSQL does not know, and offsets that lead out of the four-digit years.
 */
export function narrowMoments(ajv: Formats): void {
  for (const name of ['date-time', 'date']) {
    const known = ajv.formats[name] as TextFormat;
    const validate = (text: string) => known.validate(text) && isWithin(Date.parse(text));
    ajv.addFormat(name, { ...known, validate });
  }
}

/** False for NaN too. */
function isWithin(moment: number): boolean {
  return FIRST <= moment && moment <= LAST;
}
