import { CardGoneError } from './card-channel.ts';
import type { CardDevice } from './in-process.ts';
import { bytesOfMessage, OPEN, type WebSocketLike } from './web-socket-like.ts';

/**
 * Serves `device` to one client (see {@link WebSocketLike}) until either side closes; then the card is powered off.
 * A command under way is finished first, one that waits for it is not begun. A client that sends text, or a command before
 * the last one is answered, is cut off.
 * @throws what the device throws, except for CardGoneError, which closes the socket
 */
export async function serveWebSocket(socket: WebSocketLike, device: CardDevice): Promise<void> {
  if (socket.readyState > OPEN) return;
  socket.binaryType = 'arraybuffer';
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    if (!(error instanceof CardGoneError)) failures.push(error);
    socket.close();
  };

  let busy = false;
  const execute = async (command: Uint8Array): Promise<void> => {
    if (socket.readyState !== OPEN) return;
    const response = await device.exchange(command);
    busy = false;
    if (socket.readyState === OPEN) socket.send(response);
  };

  let last: Promise<unknown> = device.powerOn().catch(fail);
  socket.addEventListener('message', ({ data }) => {
    const command = bytesOfMessage(data);
    if (busy || command === undefined) return socket.close();
    busy = true;
    last = last.then(() => execute(command)).catch(fail);
  });
  await new Promise<void>((resolve) => {
    socket.addEventListener('close', resolve);
    socket.addEventListener('error', resolve);
  });
  await last;
  await device.powerOff().catch(fail);
  if (failures.length > 0) throw failures[0];
}
