import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares what is known with what was shown: the time that it takes tells nothing of how much of it is right. */
export function equalSecrets(known: string, shown: string): boolean {
  return timingSafeEqual(digestOf(known), digestOf(shown));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
