import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface SlowLine {
  readonly port: number;
  close(): Promise<void>;
}

/** A line on which everything takes `milliseconds` longer, each way, in pieces as they come. */
export async function slowLine(to: { host: string; port: number }, milliseconds: number): Promise<SlowLine> {
  const open = new Set<Socket>();
  const carry = (from: Socket, into: Socket): void => {
    from.on('data', (piece) => setTimeout(() => into.writable && into.write(piece), milliseconds));
    from.on('error', () => into.destroy());
    from.on('close', () => setTimeout(() => into.destroy(), milliseconds));
    open.add(from);
  };
  const server = createServer((near) => {
    const far = connect(to.port, to.host);
    carry(near, far);
    carry(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
