import fastifyHttpProxy from '@fastify/http-proxy';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound, STAFF_COOKIE } from '../http/index.ts';

/** Where the guide's own process listens (`http://127.0.0.1:8090`). */
export interface Forwarding {
  readonly upstream: string;
  /** Throws for what is the service's own: an unknown path of the API is not the guide's to answer. */
  readonly refuse: (request: FastifyRequest) => void;
}

/** Forwards whatever no other route has taken, with the caller's address, and nothing of the service's secrets. */
export async function forwardTheRest(app: FastifyInstance, { upstream, refuse }: Forwarding): Promise<void> {
  await app.register(fastifyHttpProxy, {
    upstream,
    httpMethods: ['GET', 'HEAD', 'POST'],
    preHandler: (request, _reply, done) => {
      try {
        refuse(request);
        if (!isPathOf(upstream, request.url)) throw notFound([]);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    // What was asked for is not logged (R38): somebody may have typed anything into the address line.
    disableRequestLogging: true,
    replyOptions: {
      // RFC 9110, 7.6.1: what is said of the guide's connection holds for no other; the caller may have asked to close.
      rewriteHeaders: ({ connection: _, 'keep-alive': __, ...headers }) => headers,
      rewriteRequestHeaders: (request, headers) => {
        const { authorization: _, cookie, ...rest } = headers;
        const others = othersCookies(cookie);
        return {
          ...rest,
          ...(others && { cookie: others }),
          'x-forwarded-for': (request as unknown as FastifyRequest).ip,
        };
      },
    },
  });
}

/** Neither another host (`//evil.example`, `http://evil.example`, RFC 9112, 3.2.2) nor a way out by dots. */
function isPathOf(upstream: string, target: string): boolean {
  if (!/^\/(?![/\\])/.test(target)) return false;
  const path = target.split('?', 1)[0] as string;
  return !/\.\.|\/\/|\\/.test(decoded(path)) && URL.canParse(target, upstream);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '..';
  }
}

/** The staff's session is the service's own; the guide's visit is the guide's. */
function othersCookies(header: string | undefined): string {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.filter((pair) => pair !== '' && pair.split('=', 1)[0] !== STAFF_COOKIE).join('; ');
}
