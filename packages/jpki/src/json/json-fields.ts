/** A JSON object whose fields are read one by one; a field of another shape makes the whole reading fail. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A field that is not of the shape it must have. Caught where the JSON is read; it never leaves this package. */
export class JsonShapeError extends Error {
  override readonly name = 'JsonShapeError';
}

export function asObject(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new JsonShapeError(`${what} is no object`);
  return value as JsonObject;
}

export function readText(object: JsonObject, field: string): string {
  const value = object[field];
  if (typeof value !== 'string' || value === '') throw new JsonShapeError(`${field} is no text`);
  return value;
}

/** Base64url without padding, in its only spelling. */
export function readBytes(object: JsonObject, field: string, length?: number): Uint8Array {
  const bytes = fromBase64Url(readText(object, field));
  if (bytes === undefined || (length !== undefined && bytes.length !== length))
    throw new JsonShapeError(`${field} is no base64url${length === undefined ? '' : ` of ${length} bytes`}`);
  return bytes;
}

/** RFC 3339 in UTC. */
export function readDate(object: JsonObject, field: string): Date {
  const date = new Date(readText(object, field));
  if (Number.isNaN(date.getTime())) throw new JsonShapeError(`${field} is no date`);
  return date;
}

export function toBase64Url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

export function fromBase64Url(text: string): Uint8Array | undefined {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64url'));
  return toBase64Url(bytes) === text ? bytes : undefined;
}
