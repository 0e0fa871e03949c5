import { createHash } from 'node:crypto';
import type { Language } from '@kaijo/contract';
import type { TSchema } from 'typebox';
import { canonicalJson, type JsonValue } from '../canonical-json.ts';
import type { Clock } from '../clock.ts';
import { type Transaction, transaction } from '../database/index.ts';
import { answerOnce, type OnceDependencies, type SentAnswer } from '../idempotency/index.ts';
import { principalOf } from './authenticate.ts';
import type { MultipartBody } from './multipart.ts';
import type { Outcome, Ready, Refused } from './outcome.ts';
import { isTransient, type ProblemReply, problemAnswer, problemHeaders } from './problem-reply.ts';
import type { CommandEndpoint, QueryEndpoint, RouteRequest, ServiceRoute } from './route.ts';

/** How one exchange speaks: its outcome in the words and the encoding of this caller. */
export interface Exchange {
  readonly requestId: string;
  readonly language: Language;
  /** Encodes an answer by the schema of its status: what the schema does not have does not get out. */
  readonly encode: (status: number, body: unknown) => string;
}

/** What is sent. */
export interface Reply extends SentAnswer {
  readonly headers?: Readonly<Record<string, string>>;
}

type AnyRequest = RouteRequest<ServiceRoute>;

export async function runQuery(
  endpoint: QueryEndpoint,
  request: AnyRequest,
  exchange: Exchange,
): Promise<Reply> {
  return replyTo(await endpoint.handle(request), exchange);
}

/** A DELETE: asking twice is harmless by itself. */
export async function runCommand(
  { db, clock }: OnceDependencies,
  { steps }: CommandEndpoint,
  request: AnyRequest,
  exchange: Exchange,
): Promise<Reply> {
  const preparation = await prepare(steps, request);
  if (preparation.kind === 'refuse') return replyTo(preparation, exchange);
  try {
    return await transaction(db, async (tx) => {
      const outcome = await decide(steps, { tx, clock, prepared: preparation.prepared, request });
      const reply = replyTo(outcome, exchange);
      if (outcome.kind === 'refuse' && isTransient(outcome)) throw new Undone(reply);
      return reply;
    });
  } catch (error) {
    if (error instanceof Undone) return error.reply;
    throw error;
  }
}

/** A POST: its first answer, however often it comes. */
export async function runCommandOnce(
  dependencies: OnceDependencies,
  { route, steps }: CommandEndpoint,
  request: AnyRequest & { readonly key: string; readonly target: string },
  exchange: Exchange,
): Promise<Reply> {
  const call = {
    key: request.key,
    principal: principalOf(request.caller),
    target: `${route.method} ${request.target}`,
    fingerprint: fingerprintOf(request.body),
  };
  let headers: Reply['headers'];
  const outcome = await answerOnce(dependencies, call, {
    prepare: async () => {
      const preparation = await prepare(steps, request);
      if (preparation.kind === 'ready') return { prepared: preparation.prepared };
      const reply = replyTo(preparation, exchange);
      headers = reply.headers;
      return { refused: reply };
    },
    decide: async (tx, prepared) => {
      const decided = await decide(steps, { tx, clock: dependencies.clock, prepared, request });
      const answer = replyTo(decided, exchange);
      headers = answer.headers;
      return { answer, transient: decided.kind === 'refuse' && isTransient(decided) };
    },
  });
  if (outcome.kind === 'key-reused') return problemReply(KEY_REUSED, exchange);
  if (outcome.repeated) return { ...outcome.answer, headers: { 'idempotency-replayed': 'true' } };
  return { ...outcome.answer, ...(headers && { headers }) };
}

export function problemReply(reply: ProblemReply, { language, requestId }: Omit<Exchange, 'encode'>): Reply {
  return { ...problemAnswer(reply, language, requestId), headers: problemHeaders(reply) };
}

/** draft-ietf-httpapi-idempotency-key-header-07, 2.7: 422 for a key that was used with another body. */
const KEY_REUSED: ProblemReply = {
  status: 422,
  refusal: {
    problem: 'invalid-request',
    errors: [{ field: 'header/idempotency-key', message: 'was used before with another body' }],
  },
};

class Undone extends Error {
  readonly reply: Reply;

  constructor(reply: Reply) {
    super('undone');
    this.reply = reply;
  }
}

async function prepare(
  steps: CommandEndpoint['steps'],
  request: AnyRequest,
): Promise<Ready<unknown> | Refused> {
  return steps.prepare === undefined ? { kind: 'ready', prepared: undefined } : steps.prepare(request);
}

function decide(
  steps: CommandEndpoint['steps'],
  of: { tx: Transaction; clock: Clock; prepared: unknown; request: AnyRequest },
): Promise<Outcome<ServiceRoute>> {
  return steps.decide({ ...of.request, tx: of.tx, now: of.clock.now(), prepared: of.prepared });
}

function replyTo(outcome: Outcome<ServiceRoute>, exchange: Exchange): Reply {
  if (outcome.kind === 'refuse') return problemReply(outcome, exchange);
  return {
    status: outcome.status,
    contentType: 'application/json; charset=utf-8',
    body: exchange.encode(outcome.status, outcome.body),
    ...(outcome.headers && { headers: outcome.headers }),
  };
}

/** The same value has the same fingerprint, however a client spells its JSON or draws its multipart boundary. */
function fingerprintOf(body: unknown): Uint8Array {
  return sha256(canonicalJson(isMultipart(body) ? digested(body) : ((body ?? null) as JsonValue)));
}

function isMultipart(body: unknown): body is MultipartBody<TSchema> {
  return typeof body === 'object' && body !== null && 'files' in body && 'json' in body;
}

function digested({ json, files }: MultipartBody<TSchema>): JsonValue {
  return [json as JsonValue, ...files.map((file) => Buffer.from(sha256(file)).toString('hex'))];
}

function sha256(data: string | Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(data).digest());
}
