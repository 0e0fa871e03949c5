import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A network between the service and its database that can lose what it carries. */
export interface SwallowingProxy extends AsyncDisposable {
  readonly port: number;
  /** Cuts the connection that carries `text` after the database has answered it: nobody hears that answer. */
  swallowAnswerTo(text: string): void;
}

export async function startSwallowingProxy(databasePort: number): Promise<SwallowingProxy> {
  let awaited: string | undefined;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(databasePort, '127.0.0.1');
    let swallows = false;
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', (data) => {
      if (awaited !== undefined && data.includes(awaited)) {
        awaited = undefined;
        swallows = true;
      }
      far.write(data);
    });
    far.on('data', (data) => {
      if (swallows) near.destroy();
      else near.write(data);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    swallowAnswerTo(text) {
      awaited = text;
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
