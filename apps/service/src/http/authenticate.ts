import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.ts';
import { TransportRefusal } from './problem-reply.ts';
import type { ServiceRoute } from './route.ts';
import { tokenDigest } from './token.ts';

/** The kiosk that a certificate belongs to, if it is registered and not revoked at this moment. */
export type KioskAuthentication = (certificate: X509Certificate) => Promise<string | undefined>;

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{16,512}=*)$/i;

/** @throws TransportRefusal `not-authorised` */
export async function authenticate(
  request: FastifyRequest,
  wanted: ServiceRoute['caller'],
  kioskOf: KioskAuthentication | undefined,
): Promise<Caller> {
  switch (wanted) {
    case 'anyone':
      return { kind: 'anyone' };
    case 'operator':
      return { kind: 'operator' };
    case 'phone-session':
    case 'reservation':
      return bearer(request.headers.authorization);
    case 'kiosk':
      return kiosk(request, kioskOf);
  }
}

/** RFC 6750, 2.1. */
function bearer(header: string | undefined): Caller {
  const token = BEARER.exec(header ?? '')?.[1];
  if (token === undefined) throw notAuthorised();
  return { kind: 'bearer', tokenDigest: tokenDigest(token) };
}

async function kiosk(request: FastifyRequest, kioskOf: KioskAuthentication | undefined): Promise<Caller> {
  const certificate = (request.raw.socket as TLSSocket).getPeerX509Certificate?.();
  const id = certificate && (await kioskOf?.(certificate));
  // A revoked kiosk's connection ends with this answer.
  if (id === undefined) throw notAuthorised({ connection: 'close' });
  return { kind: 'kiosk', kiosk: id };
}

function notAuthorised(headers: Readonly<Record<string, string>> = {}): TransportRefusal {
  return new TransportRefusal({ refusal: { problem: 'not-authorised' }, headers });
}

/** Names a caller in the record of an answer: another caller with the same key is another call. */
export function principalOf(caller: Caller): string {
  switch (caller.kind) {
    case 'bearer':
      return `bearer ${Buffer.from(caller.tokenDigest).toString('hex')}`;
    case 'kiosk':
      return `kiosk ${caller.kiosk}`;
    default:
      return caller.kind;
  }
}
