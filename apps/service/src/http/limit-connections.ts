import type { Server, Socket } from 'node:net';
import { normalizeIP } from '@fastify/rate-limit';

/**
 * Ends a connection at once when its address (an IPv6 one: its network, /64) has `perAddress` open already: one address cannot take all places of a
 * listener, however slowly it speaks. Counted before TLS, so that handshakes count too.
 */
export function limitConnections(server: Server, perAddress: number): void {
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    // The operator's socket has no address, and one that is gone already needs no counting.
    if (socket.remoteAddress === undefined) return;
    const network = normalizeIP(socket.remoteAddress);
    const count = open.get(network) ?? 0;
    if (count >= perAddress) return void socket.destroy();
    open.set(network, count + 1);
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left === 0) open.delete(network);
      else open.set(network, left);
    });
  });
}
