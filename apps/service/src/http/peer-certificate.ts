import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';

/** A connection has one for as long as it lasts (TLS 1.3 renegotiates nothing), and many requests. */
const known = new WeakMap<Socket, X509Certificate>();

/** What the caller has shown of itself on this connection; `undefined` without mutual TLS. Read once, since that takes time. */
export function peerCertificate(request: FastifyRequest): X509Certificate | undefined {
  const { socket } = request.raw;
  const certificate = known.get(socket) ?? (socket as TLSSocket).getPeerX509Certificate?.();
  if (certificate !== undefined) known.set(socket, certificate);
  return certificate;
}
