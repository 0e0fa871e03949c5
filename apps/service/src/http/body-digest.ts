import { createHash, type Hash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { FastifyRequest, RequestPayload } from 'fastify';
import { TransportRefusal } from './problem-reply.ts';

const digests = new WeakMap<FastifyRequest, Hash>();

/** Hashes the body on its way to the parser: the bytes that were sent, not what a parser makes of them. */
export async function digestBody(
  request: FastifyRequest,
  _: unknown,
  payload: RequestPayload,
): Promise<RequestPayload> {
  const hash = createHash('sha256');
  digests.set(request, hash);
  const through: Transform & { receivedEncodedLength?: number } = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      through.receivedEncodedLength = (through.receivedEncodedLength ?? 0) + chunk.length;
      done(null, chunk);
    },
  });
  through.receivedEncodedLength = 0;
  payload.on('error', (error) => through.destroy(error));
  return payload.pipe(through);
}

/** RFC 9530: the digest that was signed is of the body that has come. */
export async function refuseOtherBody(request: FastifyRequest): Promise<void> {
  // Of a copy: a body that its parser has not read (a form, where none belongs) may still be on its way.
  const digest = (digests.get(request) ?? createHash('sha256')).copy().digest('base64');
  if (request.headers['content-digest'] === `sha-256=:${digest}:`) return;
  throw new TransportRefusal({ refusal: { problem: 'not-authorised' } });
}
