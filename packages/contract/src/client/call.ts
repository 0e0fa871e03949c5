import type { Static, TSchema } from 'typebox';
import type { Problem } from '../problem.ts';
import type { Route } from '../routes.ts';

type Answers<R extends Route> = R['answers'];
type Success<R extends Route> = {
  [S in keyof Answers<R>]: Answers<R>[S] extends TSchema
    ? { readonly kind: 'ok'; readonly status: S; readonly body: Static<Answers<R>[S]> }
    : never;
}[keyof Answers<R>];

/**
 * What became of a call. `unreachable`: no answer came; whether the service acted is unknown, and the same call with
 * the same key asks again (every POST is idempotent under its key).
 */
export type CallOutcome<R extends Route> =
  | Success<R>
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'unreachable' };

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface CallOptions {
  /** A fresh random key by default; give the old one to ask for a lost answer again. At least 16 characters. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface Caller {
  readonly baseUrl: string;
  readonly fetch: Fetch;
  /** Language of the problems' sentences: one of LANGUAGES, or any Accept-Language. */
  readonly language?: string;
}

export async function call<R extends Route>(
  caller: Caller,
  route: R,
  request: { id?: string; query?: Record<string, string>; body?: unknown; token?: string } & CallOptions,
): Promise<CallOutcome<R>> {
  const headers: Record<string, string> = { accept: 'application/json, application/problem+json' };
  if (caller.language !== undefined) headers['accept-language'] = caller.language;
  if (request.token !== undefined) headers.authorization = `Bearer ${request.token}`;
  if (route.method === 'POST') headers['idempotency-key'] = request.idempotencyKey ?? crypto.randomUUID();
  const multipart = request.body instanceof FormData;
  if (request.body !== undefined && !multipart) headers['content-type'] = 'application/json';
  const init: RequestInit = { method: route.method, headers };
  if (request.body !== undefined)
    init.body = multipart ? (request.body as FormData) : JSON.stringify(request.body);
  if (request.signal !== undefined) init.signal = request.signal;
  return fetchOutcome(caller, route, urlOf(caller, route, request), init);
}

async function fetchOutcome<R extends Route>(
  caller: Caller,
  route: R,
  url: string,
  init: RequestInit,
): Promise<CallOutcome<R>> {
  let response: Response;
  let body: unknown;
  try {
    response = await caller.fetch(url, init);
    body = await response.json();
  } catch {
    return { kind: 'unreachable' };
  }
  if (response.status in route.answers)
    return { kind: 'ok', status: response.status, body } as CallOutcome<R>;
  if (isProblem(body)) return { kind: 'problem', problem: body };
  return { kind: 'unreachable' };
}

function urlOf(
  caller: Caller,
  route: Route,
  request: { id?: string; query?: Record<string, string> },
): string {
  const path = route.path.replace(':id', () => encodeURIComponent(request.id ?? ''));
  const query = new URLSearchParams(request.query).toString();
  // Without a bare question mark: what a browser sends of it is not what URL’s `search` says, and a signature covers it.
  return `${caller.baseUrl.replace(/\/$/, '')}${path}${query === '' ? '' : `?${query}`}`;
}

/** A proxy between us and the service answers in its own words: then the service was not reached. */
function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  const { type, status, detail } = body as Record<string, unknown>;
  return (
    typeof type === 'string' &&
    type.startsWith('/problems/') &&
    typeof status === 'number' &&
    typeof detail === 'string'
  );
}
