import type { FastifyReply } from 'fastify';
import { TransportRefusal } from './problem-reply.ts';

/**
 * Runs `work` until it is done or its time is over; then the caller is told to ask again (what was decided meanwhile is
 * found under the call's key). The signal ends with the time, or when the caller hung up.
 *
 * Fastify's own `handlerTimeout` and `request.signal` (5.12) end when the body has been read: they listen for `close`
 * of the request, which Node emits then.
 */
export async function withinTime<T>(
  reply: FastifyReply,
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      ending.abort();
      reject(new TransportRefusal(TOO_LATE));
    }, milliseconds);
  });
  const hungUp = () => ending.abort();
  reply.raw.once('close', hungUp);
  try {
    return await Promise.race([work(ending.signal), expired]);
  } finally {
    clearTimeout(timer);
    reply.raw.off('close', hungUp);
  }
}

const TOO_LATE = { status: 503, refusal: { problem: 'service-fault', retryAfter: 1 } } as const;
