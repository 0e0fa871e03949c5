import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIssuerServer, DemoIssuer, trustConfigurationToJson } from '@kaijo/jpki';
import { random } from '../../support/demo-card.ts';

/** The issuer where it belongs: not in the service, for it knows everybody's name. */
export interface IssuerApart {
  readonly folder: string;
  /** What a service has to be told to use it. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export async function startIssuerApart(now: () => Date): Promise<IssuerApart> {
  const root = await mkdtemp(join(tmpdir(), 'kaijo-issuer-'));
  const folder = join(root, 'issuer');
  const issuer = await DemoIssuer.open(folder, { random, now });
  const server = createServer(
    createIssuerServer(issuer, (error) => {
      throw error;
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const trustFile = join(root, 'trust.json');
  await writeFile(trustFile, JSON.stringify(trustConfigurationToJson(issuer.trustConfiguration())));
  return {
    folder,
    settings: {
      KAIJO_ISSUER_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      KAIJO_TRUST_FILE: trustFile,
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true, force: true });
    },
  };
}
