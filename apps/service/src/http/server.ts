import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { OnceDependencies } from '../idempotency/index.ts';
import type { ExchangeSeen } from '../observation/index.ts';
import { randomUuid } from '../random.ts';
import { encoderOf } from './answer-encoder.ts';
import type { KioskAuthentication, StaffAuthentication } from './authenticate.ts';
import { narrowMoments } from './formats.ts';
import { limitConnections } from './limit-connections.ts';
import type { Log } from './log.ts';
import type { Page } from './page.ts';
import type { ProblemReply } from './problem-reply.ts';
import { errorReply, send } from './reply.ts';
import type { Endpoint } from './route.ts';
import { problemReply } from './run-endpoint.ts';
import { securityHeaders } from './security-headers.ts';

/** How much and how long a listener bears. */
export interface ListenerLimits {
  readonly bodyBytes: number;
  /** From the first byte of a request to its last: a slow sender is cut off. */
  readonly receiveMs: number;
  /** From there to the answer. */
  readonly answerMs: number;
  readonly connections: number;
  /** Of these, from one address at once; 0 for no limit. */
  readonly connectionsPerAddress?: number;
  /** Requests of one address in a minute; 0 for no limit. */
  readonly requestsPerMinute: number;
  /** Whoever shows it in the header `kaijo-guide` is not counted. */
  readonly exemptToken?: string;
}

export interface ListenerOptions extends OnceDependencies {
  readonly name: 'public' | 'kiosk' | 'operator';
  readonly endpoints: readonly Endpoint[];
  readonly pages?: readonly Page[];
  /** Registers what is not the API, after it; `refuse` throws for a request that is the API's to answer. */
  readonly web?: (app: FastifyInstance, refuse: (request: FastifyRequest) => void) => Promise<void>;
  readonly log: Log;
  readonly limits: ListenerLimits;
  /** TLS settings of node:tls; without them plain HTTP. */
  readonly tls?: object;
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy?: readonly string[];
  readonly kioskOf?: KioskAuthentication;
  readonly staffOf?: StaffAuthentication;
  /** Told of each answer, for the operator's metrics. */
  readonly onExchange?: (seen: ExchangeSeen) => void;
}

/** Fastify with the limits set; routes come later. */
export function createServer({
  tls,
  log,
  limits,
  random,
  trustProxy,
  name,
}: ListenerOptions): FastifyInstance {
  const guards = securityHeaders({ tls, trustProxy });
  const patience = { headersTimeout: Math.min(limits.receiveMs, 10_000), connectionsCheckingInterval: 1_000 };
  const app = fastify({
    ...(tls && { https: { ...tls, ...patience, handshakeTimeout: patience.headersTimeout } }),
    loggerInstance: log.child({ listener: name }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUuid(random),
    requestIdHeader: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.receiveMs,
    keepAliveTimeout: 65_000,
    // Who does not take the answer is cut off too; while a handler works nothing moves either.
    connectionTimeout: LONGEST_ANSWER * limits.answerMs + limits.receiveMs,
    http: patience,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 100 },
    trustProxy: trustProxy === undefined || trustProxy.length === 0 ? false : [...trustProxy],
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: false },
      onCreate: narrowMoments,
    },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      // No hook runs for these.
      send(reply.headers(guards), errorReply(error, request)),
    clientErrorHandler: (error: Error, socket: Socket) =>
      answerBrokenHttp(error, socket, { requestId: randomUuid(random), headers: guards }),
  } as object) as unknown as FastifyInstance;
  app.setSerializerCompiler(encoderOf);
  app.server.maxConnections = limits.connections;
  if (limits.connectionsPerAddress) limitConnections(app.server, limits.connectionsPerAddress);
  app.server.on('checkExpectation', (_, response: ServerResponse) =>
    answerOtherExpectation(response, { requestId: randomUuid(random), headers: guards }),
  );
  return app;
}

/** A body that may be fifty times as large may take longer, in `answerMs`. */
export const LONGEST_ANSWER = 6;

/** RFC 9110, 10.1.1: `100-continue` is Node's to answer, and there is nothing else that one may expect. */
function answerOtherExpectation(
  response: ServerResponse,
  { requestId, headers }: { readonly requestId: string; readonly headers: Readonly<Record<string, string>> },
): void {
  const errors = [{ field: 'header/expect', message: 'is not one that can be met' }];
  const reply: ProblemReply = { status: 417, refusal: { problem: 'invalid-request', errors } };
  const { status, contentType, body } = problemReply(reply, { language: 'ja', requestId });
  response.writeHead(status, { ...headers, 'content-type': contentType, connection: 'close' }).end(body);
}

const BROKEN_HTTP: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'took too long to arrive'],
  HPE_HEADER_OVERFLOW: [431, 'has headers that are too large'],
};

/** What is no HTTP, or stops half-way, never becomes a request: it is answered on the bare connection. */
function answerBrokenHttp(
  error: Error & { code?: string },
  socket: Socket,
  { requestId, headers }: { readonly requestId: string; readonly headers: Readonly<Record<string, string>> },
): void {
  // A handshake that failed or never came has no channel to answer on: the answer would wait for it for ever.
  if (!/^(HPE_|ERR_HTTP_)/.test(error.code ?? '') || !socket.writable) return void socket.destroy();
  const [status, message] = BROKEN_HTTP[error.code ?? ''] ?? [400, 'is no HTTP'];
  const reply: ProblemReply = {
    status,
    refusal: { problem: 'invalid-request', errors: [{ field: 'request', message }] },
  };
  const { contentType, body } = problemReply(reply, { language: 'ja', requestId });
  const head = [
    `HTTP/1.1 ${status} `,
    `content-type: ${contentType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
