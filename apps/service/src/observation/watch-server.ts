import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

/** Why a service takes no requests at present; `undefined`: it does. */
export type Unready = 'draining' | 'database';

export interface WatchServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * What supervisors, load balancers and Prometheus ask, on a port of its own that holders never reach: `/health` (the
 * process answers), `/ready` (it takes requests), `/metrics`.
 */
export async function startWatchServer(of: {
  readonly host: string;
  readonly port: number;
  readonly unready: () => Promise<Unready | undefined>;
  readonly metrics: Metrics;
}): Promise<WatchServer> {
  const server = createServer({ connectionsCheckingInterval: 1_000 }, (request, response) => {
    answer(of, request).then(
      ({ status, contentType = 'text/plain; charset=utf-8', body }) => {
        response.writeHead(status, { ...HEADERS, 'content-type': contentType }).end(body);
      },
      () => fail(response),
    );
  });
  server.requestTimeout = 5_000;
  server.headersTimeout = 5_000;
  server.maxConnections = 50;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(of.port, of.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${of.host.includes(':') ? `[${of.host}]` : of.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
} as const;

interface Reply {
  readonly status: number;
  readonly contentType?: string;
  readonly body: string;
}

async function answer(
  { unready, metrics }: Parameters<typeof startWatchServer>[0],
  { method, url }: IncomingMessage,
): Promise<Reply> {
  if (method !== 'GET') return { status: 405, body: 'GET only\n' };
  switch (url) {
    case '/health':
      return { status: 200, body: 'alive\n' };
    case '/ready': {
      const why = await unready();
      return why === undefined ? { status: 200, body: 'ready\n' } : { status: 503, body: `${why}\n` };
    }
    case '/metrics':
      return { status: 200, ...(await metrics.text()) };
    default:
      return { status: 404, body: '/health, /ready, /metrics\n' };
  }
}

function fail(response: ServerResponse): void {
  response.writeHead(500, HEADERS).end();
}
