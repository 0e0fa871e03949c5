import { CardGoneError, connectWebSocket, type WebSocketLike } from '@kaijo/iso7816';
import type { CardSource } from './card-source.ts';

/** Longer than any holder looks for the card; then the connection is made anew. */
const PATIENCE_MS = 120_000;

/**
 * In a browser, where there is no NFC for cards: the table of `kaijo up`, on which a software card is held to the phone.
 * The service tells where it is; a service in production has none, and the app says that a phone is needed.
 */
export function deskCardSource(fetchJson: (path: string) => Promise<unknown>): CardSource {
  return {
    async waitForCard(signal) {
      const url = deskUrl(await fetchJson('/try/desk.json').catch(() => undefined));
      signal.throwIfAborted();
      if (url === undefined) return 'no-card-reader';
      const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/phone`);
      const leave = (): void => socket.close();
      signal.addEventListener('abort', leave);
      try {
        return await connectWebSocket(socket as WebSocketLike, { timeoutMs: PATIENCE_MS });
      } catch (error) {
        signal.throwIfAborted();
        throw error instanceof CardGoneError ? error : new CardGoneError('the table cannot be reached');
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}

function deskUrl(answer: unknown): string | undefined {
  const { url } = (answer ?? {}) as { url?: unknown };
  return typeof url === 'string' ? url : undefined;
}
