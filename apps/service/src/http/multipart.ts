import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { readError, schemaFault } from './error-reply.ts';
import { TransportRefusal } from './problem-reply.ts';

/** A body of one JSON part and several files of one name, in order. */
export interface Multipart<J extends TSchema> {
  readonly json: { readonly part: string; readonly schema: J; readonly maxBytes: number };
  readonly files: {
    readonly part: string;
    readonly contentType: string;
    readonly maxCount: number;
    readonly maxBytes: number;
  };
}

export type MultipartLimits = Multipart<TSchema>;

export interface MultipartBody<J extends TSchema> {
  readonly json: Static<J>;
  readonly files: readonly Uint8Array[];
}

/** Room for boundaries and part headers. */
const OVERHEAD_BYTES = 16_384;

export function multipartBodyLimit({ json, files }: MultipartLimits): number {
  return json.maxBytes + files.maxCount * files.maxBytes + OVERHEAD_BYTES;
}

/** Reads the body into memory; nothing touches a disk (R23). @throws TransportRefusal or the parser's error */
export async function readMultipart(
  request: FastifyRequest,
  limits: MultipartLimits,
): Promise<MultipartBody<TSchema>> {
  try {
    return await collectParts(request, limits);
  } catch (error) {
    const reading = readError(error);
    if (reading.kind === 'refusal') throw new TransportRefusal({ ...reading.reply, ...ENDS_CONNECTION });
    // What else the parser throws (a body that ends too early, a broken header) is the caller's fault too.
    throw invalid('body', 'is no multipart/form-data');
  }
}

async function collectParts(
  request: FastifyRequest,
  limits: MultipartLimits,
): Promise<MultipartBody<TSchema>> {
  let json: unknown;
  const files: Uint8Array[] = [];
  for await (const part of request.parts({ limits: parserLimits(limits) })) {
    if (part.fieldname === limits.json.part && json === undefined)
      json = await readJson(request, part, limits);
    else if (part.fieldname === limits.files.part) files.push(await readFile(part, limits));
    else throw invalid('body', 'has a part that is not known');
  }
  if (json === undefined) throw invalid(`body/${limits.json.part}`, 'is missing');
  return { json, files };
}

function parserLimits({ json, files }: MultipartLimits) {
  return {
    fields: 1,
    fieldSize: json.maxBytes,
    files: files.maxCount + 1,
    parts: files.maxCount + 1,
    fileSize: Math.max(json.maxBytes, files.maxBytes),
    fieldNameSize: 100,
    headerPairs: 10,
  };
}

async function readJson(
  request: FastifyRequest,
  part: MultipartFile | MultipartValue,
  { json: { part: name, schema, maxBytes } }: MultipartLimits,
): Promise<unknown> {
  const text = part.type === 'file' ? (await part.toBuffer()).toString('utf8') : String(part.value);
  if (text.length > maxBytes) throw invalid(`body/${name}`, 'is too large', 413);
  const value = parseJson(text, name);
  const validate = request.compileValidationSchema(schema as object);
  if (validate(value)) return value;
  const faults = (validate.errors ?? []).map((fault) => schemaFault(`body/${name}`, fault));
  throw new TransportRefusal({ refusal: { problem: 'invalid-request', errors: faults } });
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`body/${name}`, 'is no JSON');
  }
}

async function readFile(
  part: MultipartFile | MultipartValue,
  { files: { part: name, contentType, maxBytes } }: MultipartLimits,
): Promise<Uint8Array> {
  if (part.type !== 'file') throw invalid(`body/${name}`, 'is no file');
  if (part.mimetype !== contentType) throw invalid(`body/${name}`, `is not ${contentType}`, 415);
  const bytes = await part.toBuffer();
  if (bytes.length > maxBytes) throw invalid(`body/${name}`, 'is too large', 413);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** What is still on its way is not read; left open, the connection would also hold up the service's end. */
const ENDS_CONNECTION = { headers: { connection: 'close' } } as const;

function invalid(field: string, message: string, status = 400): TransportRefusal {
  return new TransportRefusal({
    status,
    refusal: { problem: 'invalid-request', errors: [{ field, message }] },
    ...ENDS_CONNECTION,
  });
}
