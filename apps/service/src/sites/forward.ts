import fastifyHttpProxy from '@fastify/http-proxy';
import type { FastifyInstance, FastifyRequest } from 'fastify';

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
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => {
        const { authorization: _, ...rest } = headers;
        return { ...rest, 'x-forwarded-for': (request as unknown as FastifyRequest).ip };
      },
    },
  });
}
