import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { JsonValue } from '../canonical-json.ts';
import { parseIdempotencyKey } from '../idempotency/index.ts';
import { authenticate } from './authenticate.ts';
import { digestBody, refuseOtherBody } from './body-digest.ts';
import { withinTime } from './deadline.ts';
import { multipartBodyLimit, readMultipart } from './multipart.ts';
import { operationOf } from './openapi.ts';
import { TransportRefusal } from './problem-reply.ts';
import { send, voiceOf } from './reply.ts';
import type { Endpoint, RouteRequest, ServiceRoute } from './route.ts';
import { type Exchange, type Reply, runCommand, runCommandOnce, runQuery } from './run-endpoint.ts';
import { type ListenerOptions, LONGEST_ANSWER } from './server.ts';
import { keyMissing } from './transport-refusals.ts';
import { malformedText } from './well-formed.ts';

/** From a request that Fastify has read to the reply of its endpoint. */
export function serveEndpoint(app: FastifyInstance, endpoint: Endpoint, options: ListenerOptions): void {
  const { route } = endpoint;
  const multipart = endpoint.kind === 'command' ? endpoint.multipart : undefined;
  app.route({
    method: route.method,
    url: route.path,
    schema: schemaOf(route) as object,
    ...(multipart && { bodyLimit: multipartBodyLimit(multipart) }),
    ...(route.maxBodyBytes !== undefined && { bodyLimit: route.maxBodyBytes }),
    onRequest: async (request) => {
      request.caller = await authenticate(request, route, options);
      if (route.method !== 'POST') return;
      request.idempotencyKey = parseIdempotencyKey(request.headers['idempotency-key']);
      if (request.idempotencyKey === undefined) throw keyMissing();
    },
    ...(route.caller === 'staff' && { preParsing: digestBody, preValidation: refuseOtherBody }),
    handler: (request, reply) =>
      withinTime(reply, answerTime(route, options), (signal) => handle(request, reply, signal)),
  });

  async function handle(
    request: FastifyRequest,
    reply: FastifyReply,
    signal: AbortSignal,
  ): Promise<FastifyReply> {
    const exchange: Exchange = {
      ...voiceOf(request),
      encode: (status, body) => encode(reply, status, body),
    };
    const body = multipart === undefined ? request.body : await readMultipart(request, multipart);
    refuseMalformedText(request, multipart === undefined ? body : (body as { json: unknown }).json);
    const routeRequest = {
      path: request.params,
      query: request.query,
      body,
      caller: request.caller,
      signal,
    } as unknown as RouteRequest<ServiceRoute>;
    const sent = await run(endpoint, routeRequest, { request, exchange, options });
    // Too late: the caller has been answered, and will ask again.
    return signal.aborted ? reply : send(reply, sent);
  }
}

function answerTime({ maxBodyBytes }: ServiceRoute, { limits }: ListenerOptions): number {
  return maxBodyBytes === undefined ? limits.answerMs : LONGEST_ANSWER * limits.answerMs;
}

function run(
  endpoint: Endpoint,
  routeRequest: RouteRequest<ServiceRoute>,
  { request, exchange, options }: { request: FastifyRequest; exchange: Exchange; options: ListenerOptions },
): Promise<Reply> {
  if (endpoint.kind === 'query') return runQuery(endpoint, routeRequest, exchange);
  const key = request.idempotencyKey;
  if (key === undefined) return runCommand(options, endpoint, routeRequest, exchange);
  return runCommandOnce(options, endpoint, { ...routeRequest, key, target: pathOf(request) }, exchange);
}

/** The path's parameters are UUIDs: nothing else gets to a handler. */
function schemaOf(route: ServiceRoute): Record<string, unknown> {
  const names = route.path
    .split('/')
    .flatMap((segment) => (segment.startsWith(':') ? [segment.slice(1)] : []));
  const uuid = Type.String({ format: 'uuid', maxLength: 36 });
  return {
    ...operationOf(route),
    ...(route.query && { querystring: route.query }),
    ...(route.body && { body: route.body }),
    ...(names.length > 0 && { params: Type.Object(Object.fromEntries(names.map((name) => [name, uuid]))) }),
  };
}

function refuseMalformedText(request: FastifyRequest, body: unknown): void {
  const field =
    malformedText(body as JsonValue, 'body') ?? malformedText(request.query as JsonValue, 'query');
  if (field === undefined) return;
  throw new TransportRefusal({
    refusal: { problem: 'invalid-request', errors: [{ field, message: 'has a character that no text has' }] },
  });
}

function encode(reply: FastifyReply, status: number, body: unknown): string {
  const serialise = reply.getSerializationFunction(String(status));
  if (serialise === undefined) throw new Error(`the contract has no answer ${status} here`);
  return serialise(body as Record<string, unknown>);
}

export function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] as string;
}
