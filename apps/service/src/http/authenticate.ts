import type { X509Certificate } from 'node:crypto';
import type { StaffRole } from '@kaijo/contract';
import type { FastifyRequest } from 'fastify';
import type { Caller, StaffCaller } from './caller.ts';
import { peerCertificate } from './peer-certificate.ts';
import { TransportRefusal } from './problem-reply.ts';
import type { ServiceRoute } from './route.ts';
import { tokenDigest } from './token.ts';

/** The kiosk that a certificate belongs to, if it is registered and not revoked at this moment. */
export type KioskAuthentication = (certificate: X509Certificate) => Promise<string | undefined>;

/** A request as a staff member's browser has signed it (contract: request-signature.ts); a header that is missing is ''. */
export interface StaffRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly cookie: string;
  readonly origin: string;
  readonly contentDigest: string;
  readonly idempotencyKey: string;
  readonly signatureInput: string;
  readonly signature: string;
}

/** The staff member whose session and browser key stand behind a request; `undefined` for whatever is wrong with it. */
export type StaffAuthentication = (request: StaffRequest) => Promise<Omit<StaffCaller, 'kind'> | undefined>;

export interface Authentications {
  readonly kioskOf?: KioskAuthentication | undefined;
  readonly staffOf?: StaffAuthentication | undefined;
}

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]{16,512}=*)$/i;

/** @throws TransportRefusal `not-authorised`, `not-permitted` */
export async function authenticate(
  request: FastifyRequest,
  { caller: wanted, roles = [] }: Pick<ServiceRoute, 'caller' | 'roles'>,
  { kioskOf, staffOf }: Authentications,
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
    case 'staff':
      return staff(request, roles, staffOf);
  }
}

/** RFC 6750, 2.1. */
function bearer(header: string | undefined): Caller {
  const token = BEARER.exec(header ?? '')?.[1];
  if (token === undefined) throw notAuthorised();
  return { kind: 'bearer', tokenDigest: tokenDigest(token) };
}

async function kiosk(request: FastifyRequest, kioskOf: KioskAuthentication | undefined): Promise<Caller> {
  const certificate = peerCertificate(request);
  const id = certificate && (await kioskOf?.(certificate));
  // A revoked kiosk's connection ends with this answer.
  if (id === undefined) throw notAuthorised({ connection: 'close' });
  return { kind: 'kiosk', kiosk: id };
}

/** R35: staff may do what their role may. */
async function staff(
  { method, url, headers }: FastifyRequest,
  roles: readonly StaffRole[],
  staffOf: StaffAuthentication | undefined,
): Promise<Caller> {
  const header = (name: string): string => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
  const member = await staffOf?.({
    method,
    target: url,
    cookie: header('cookie'),
    origin: header('origin'),
    contentDigest: header('content-digest'),
    idempotencyKey: header('idempotency-key'),
    signatureInput: header('signature-input'),
    signature: header('signature'),
  });
  if (member === undefined) throw notAuthorised();
  if (!roles.includes(member.role))
    throw new TransportRefusal({ refusal: { problem: 'not-permitted', reason: 'role' } });
  return { kind: 'staff', ...member };
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
    case 'staff':
      return `staff ${caller.member}`;
    default:
      return caller.kind;
  }
}
