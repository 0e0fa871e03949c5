import { type CardChannel, connectWebSocket, type WebSocketLike } from '@kaijo/iso7816';

const PATIENCE_MS = 120_000;

/**
 * The reader beside the clerk's computer, as a WebSocket of this machine that carries APDUs (`kaijo up` has one on its
 * table). Opening it waits until a card lies there. `undefined`: the service names no reader.
 */
export async function connectCard(baseUrl: string): Promise<CardChannel | undefined> {
  const answer = await fetch(`${baseUrl}/try/desk.json`).then(
    (response) => (response.ok ? response.json() : undefined),
    () => undefined,
  );
  const url: unknown = answer?.url;
  if (typeof url !== 'string') return undefined;
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/kiosk`);
  return connectWebSocket(socket as WebSocketLike, { timeoutMs: PATIENCE_MS });
}
