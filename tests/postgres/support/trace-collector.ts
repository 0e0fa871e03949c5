import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where an operator's service sends its traces (OTLP over HTTP). */
export interface TraceCollector {
  readonly url: string;
  /** All that was sent to it, as it came. */
  received(): Uint8Array;
  close(): Promise<void>;
}

export async function startTraceCollector(): Promise<TraceCollector> {
  const pieces: Uint8Array[] = [];
  const server = createServer((request, response) => {
    request.on('data', (piece: Uint8Array) => pieces.push(piece));
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    received: () => Buffer.concat(pieces),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
