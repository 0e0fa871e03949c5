import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIssuerServer, DemoIssuer } from '@kaijo/jpki';
import type { Clock } from '../clock.ts';
import type { Random } from '../random.ts';
import { issuerAt } from './configured-issuer.ts';
import type { Issuer } from './issuer.ts';

/**
 * The demo issuer in a folder, served on a loopback port and asked over HTTP like a real one. For trying Kaijo out:
 * the configuration of a production service does not lead here.
 */
export async function startEmbeddedIssuer(of: {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly onError: (error: unknown) => void;
}): Promise<Issuer> {
  const issuer = await DemoIssuer.open(of.folder, { random: of.random, now: () => of.clock.now() });
  const server = createServer(createIssuerServer(issuer, of.onError));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    ...issuerAt(`http://127.0.0.1:${port}`, issuer.trustConfiguration(), of.clock),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
