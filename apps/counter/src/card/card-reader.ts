import { COUNTER_READER_URL } from '@kaijo/contract';
import { type CardChannel, connectWebSocket, type WebSocketLike } from '@kaijo/iso7816';

const PATIENCE_MS = 120_000;

/**
 * The reader beside the clerk's computer, as a WebSocket of this machine that carries APDUs: the table of `kaijo up` when
 * the service has one, else the program `kaijo reader` over PC/SC. It waits until a card lies there. `undefined`: there
 * is no reader.
 */
export async function connectCard(baseUrl: string): Promise<CardChannel | undefined> {
  const answer = await fetch(`${baseUrl}/try/desk.json`).then(
    (response) => (response.ok ? response.json() : undefined),
    () => undefined,
  );
  const table: unknown = answer?.url;
  if (typeof table === 'string') return connectTo(`${table.replace(/^http/, 'ws')}/kiosk`);
  // The program opens at once, with a card or without one: what does not open is not there.
  return connectTo(COUNTER_READER_URL).catch(() => undefined);
}

function connectTo(url: string): Promise<CardChannel> {
  return connectWebSocket(new WebSocket(url) as WebSocketLike, { timeoutMs: PATIENCE_MS });
}
