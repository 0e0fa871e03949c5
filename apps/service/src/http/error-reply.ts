import type { FastifyError } from 'fastify';
import { DatabaseUnavailable } from '../database/index.ts';
import { KeysUnavailable } from '../keys/index.ts';
import { type ProblemReply, TransportRefusal } from './problem-reply.ts';

/** What a caller is told about an error, or that it is a bug. Neither values nor messages of the input get through. */
export type ErrorReading =
  /** Nothing was decided, or nobody knows: asked again under its key it will be. */
  | { readonly kind: 'unavailable'; readonly reply: ProblemReply; readonly error: DatabaseUnavailable }
  | { readonly kind: 'refusal'; readonly reply: ProblemReply }
  | { readonly kind: 'bug' };

export function readError(error: unknown): ErrorReading {
  if (error instanceof TransportRefusal) return { kind: 'refusal', reply: error.reply };
  if (error instanceof DatabaseUnavailable) return { kind: 'unavailable', reply: ASK_AGAIN, error };
  // Nothing was decided; the same call may be made again.
  if (error instanceof KeysUnavailable)
    return { kind: 'refusal', reply: { status: 503, refusal: { problem: 'service-fault', retryAfter: 5 } } };
  const { validation, validationContext, code, statusCode } = error as Partial<FastifyError>;
  if (validation !== undefined) {
    return invalidRequest(
      400,
      validation.map((one) => schemaFault(validationContext ?? 'body', one)),
    );
  }
  const fromTheCore = typeof code === 'string' && code.startsWith('FST_');
  if (fromTheCore && statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return invalidRequest(statusCode, [
      { field: WHERE[code] ?? 'request', message: WHAT[code] ?? 'is not valid' },
    ]);
  }
  return { kind: 'bug' };
}

const ASK_AGAIN: ProblemReply = { status: 503, refusal: { problem: 'service-fault', retryAfter: 1 } };

interface FieldFault {
  readonly field: string;
  readonly message: string;
}

const WHERE: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'body',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'body',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'header/content-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'header/content-length',
  FST_ERR_BAD_URL: 'path',
  FST_REQ_FILE_TOO_LARGE: 'body',
  FST_FILES_LIMIT: 'body',
  FST_PARTS_LIMIT: 'body',
  FST_FIELDS_LIMIT: 'body',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'header/content-type',
};

const WHAT: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'is too large',
  FST_ERR_CTP_INVALID_JSON_BODY: 'is no JSON',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'is missing',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'is not one that this path takes',
  FST_REQ_FILE_TOO_LARGE: 'has a part that is too large',
  FST_FILES_LIMIT: 'has too many parts',
  FST_PARTS_LIMIT: 'has too many parts',
  FST_FIELDS_LIMIT: 'has too many parts',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'is not one that this path takes',
};

function invalidRequest(status: number, errors: FieldFault[]): ErrorReading {
  return { kind: 'refusal', reply: { status, refusal: { problem: 'invalid-request', errors } } };
}

/** Ajv's errors name schema members and limits, never a value; a member that the schema does not know is not repeated. */
export interface SchemaFault {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Record<string, unknown>;
  readonly message?: string | undefined;
}

const CONTEXT: Readonly<Record<string, string>> = { querystring: 'query', params: 'path', headers: 'header' };

export function schemaFault(context: string, fault: SchemaFault): FieldFault {
  const at = `${CONTEXT[context] ?? context}${fault.instancePath}`;
  if (fault.keyword === 'required')
    return { field: `${at}/${fault.params.missingProperty}`, message: 'is missing' };
  if (fault.keyword === 'additionalProperties')
    return { field: at, message: 'has a member that is not known' };
  return { field: at, message: fault.message ?? 'is not valid' };
}
