import type { JsonValue } from '../canonical-json.ts';

const NUL_OR_LONE_SURROGATE = /\0|\p{Surrogate}/u;

/**
 * Finds text that JSON can carry and the database or UTF-8 cannot: NUL, or half of a surrogate pair.
 * @returns where, as a JSON pointer below `at`; `undefined` when all is well
 */
export function malformedText(value: JsonValue | undefined, at: string): string | undefined {
  if (typeof value === 'string') return NUL_OR_LONE_SURROGATE.test(value) ? at : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    // A member's own name is not repeated: only members that the schema knows have a harmless one.
    if (NUL_OR_LONE_SURROGATE.test(name)) return at;
    const found = malformedText(member, `${at}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
