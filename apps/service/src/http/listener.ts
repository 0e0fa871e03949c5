import fastifyMultipart from '@fastify/multipart';
import fastifyRateLimit, { normalizeIP } from '@fastify/rate-limit';
import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { equalSecrets } from '../equal-secrets.ts';
import { type RequestSpan, requestSpan } from '../observation/index.ts';
import { allowedMethods } from './allowed-methods.ts';
import type { Caller } from './caller.ts';
import { OPENAPI_PATH, openApiOf } from './openapi.ts';
import { servePage } from './page.ts';
import { peerCertificate } from './peer-certificate.ts';
import { TransportRefusal } from './problem-reply.ts';
import { errorReply, send } from './reply.ts';
import { securityHeaders } from './security-headers.ts';
import { pathOf, serveEndpoint } from './serve-endpoint.ts';
import { createServer, type ListenerLimits, type ListenerOptions } from './server.ts';
import { notFound } from './transport-refusals.ts';

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | undefined;
    idempotencyKey: string | undefined;
    span: RequestSpan | undefined;
  }
}

/** One of the three servers, ready to listen. What they have in common is here; who may come in differs. */
export async function createListener(options: ListenerOptions): Promise<FastifyInstance> {
  const app = createServer(options);
  app.decorateRequest('caller', undefined);
  app.decorateRequest('idempotencyKey', undefined);
  app.decorateRequest('span', undefined);
  app.addHook('onRequest', (request, _reply, done) => {
    request.span = requestSpan({ listener: options.name, method: request.method });
    request.span.within(done);
  });
  const pages = options.pages ?? [];
  const guards = Object.entries(securityHeaders(options));
  const methodsOf = allowedMethods([
    ...options.endpoints.map(({ route }) => route),
    { method: 'GET', path: OPENAPI_PATH },
    ...pages.map(({ path }) => ({ method: 'GET' as const, path })),
  ]);
  // Before everything else: who is refused has come as often as who is served.
  if (options.limits.requestsPerMinute > 0) {
    await app.register(fastifyRateLimit, rateLimit(options.limits));
    app.addHook('onRequest', app.rateLimit());
  }
  app.addHook('onRequest', async (request) => {
    if (request.is404) throw notFound(methodsOf(pathOf(request)));
  });
  app.addHook('onSend', async (_, reply) => {
    for (const [name, value] of guards) if (!reply.hasHeader(name)) reply.header(name, value);
  });
  app.addHook('onResponse', async (request, reply) => {
    logExchange(request, reply);
    request.span?.end({ route: request.routeOptions.url, status: reply.statusCode });
    options.onExchange?.({
      listener: options.name,
      method: request.method,
      route: request.routeOptions.url,
      status: reply.statusCode,
      milliseconds: reply.elapsedTime,
    });
  });
  app.setErrorHandler((error, request, reply) => send(reply, errorReply(error, request)));
  app.setNotFoundHandler((request, reply) => send(reply, errorReply(notFound([]), request)));

  await app.register(fastifyMultipart);
  await app.register(fastifySwagger, openApiOf(options.name));
  for (const endpoint of options.endpoints) serveEndpoint(app, endpoint, options);
  for (const page of pages) servePage(app, page);
  await options.web?.(app, (request) => {
    const path = pathOf(request);
    const methods = methodsOf(path);
    if (path.startsWith('/v1/') || methods.length > 0) throw notFound(methods);
  });
  app.get(OPENAPI_PATH, { schema: { hide: true } as object }, async () => app.swagger());
  await app.ready();
  return app;
}

/** Neither the URL (a place in the query, R38) nor the address is logged. */
function logExchange(request: FastifyRequest, reply: FastifyReply): void {
  request.log.info({
    request: request.id,
    method: request.method,
    route: request.routeOptions.url ?? null,
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime),
    ...(request.caller?.kind === 'kiosk' && { kiosk: request.caller.kiosk }),
  });
}

/** The guide asks for all of its visitors, and counts them itself. */
function isExempt(request: FastifyRequest, token: string | undefined): boolean {
  const shown = request.headers['kaijo-guide'];
  return token !== undefined && typeof shown === 'string' && equalSecrets(token, shown);
}

/** A kiosk is its certificate, wherever it connects from; anybody else an address, an IPv6 one by its network (/64). */
function callerOf(request: FastifyRequest): string {
  return peerCertificate(request)?.fingerprint256 ?? normalizeIP(request.ip);
}

function rateLimit({ requestsPerMinute, exemptToken }: ListenerLimits) {
  return {
    // By the plugin itself it would count after a route's own hooks, which refuse a token or a key that is none.
    global: false,
    allowList: (request: FastifyRequest) => isExempt(request, exemptToken),
    max: requestsPerMinute,
    timeWindow: 60_000,
    cache: 50_000,
    keyGenerator: callerOf,
    enableDraftSpec: true,
    errorResponseBuilder: (_: FastifyRequest, { ttl }: { ttl: number }) =>
      new TransportRefusal({ refusal: { problem: 'too-many-requests', retryAfter: Math.ceil(ttl / 1_000) } }),
  };
}
