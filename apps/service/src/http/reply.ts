import { negotiateLanguage } from '@kaijo/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readError } from './error-reply.ts';
import { type Exchange, problemReply, type Reply } from './run-endpoint.ts';

export function send(reply: FastifyReply, { status, contentType, body, headers }: Reply): FastifyReply {
  return (
    reply
      .code(status)
      .headers({ ...headers })
      .header('content-type', contentType)
      // As bytes: Fastify adds a charset to text, which problem+json does not have (RFC 9457, 6.1).
      .send(Buffer.from(body))
  );
}

/** A problem for whatever was thrown; what nobody expected is logged, without what it was about. */
export function errorReply(error: unknown, request: FastifyRequest): Reply {
  const reading = readError(error);
  if (reading.kind === 'refusal') return problemReply(reading.reply, voiceOf(request));
  if (reading.kind === 'unavailable') {
    const { code, committed } = reading.error;
    request.log.warn({ request: request.id, code, committed }, 'the database cannot be reached');
    return problemReply(reading.reply, voiceOf(request));
  }
  request.log.error({ err: error, request: request.id, route: request.routeOptions.url }, 'service fault');
  return problemReply({ refusal: { problem: 'service-fault' } }, voiceOf(request));
}

/** Who is spoken to. */
export function voiceOf(request: FastifyRequest): Omit<Exchange, 'encode'> {
  return { requestId: request.id, language: negotiateLanguage(request.headers['accept-language']) };
}
