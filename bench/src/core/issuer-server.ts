import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIssuerServer, DemoIssuer, trustConfigurationToJson } from '@kaijo/jpki';

/** The demo issuer as a process of its own: `node issuer-server.js FOLDER CLOCK-OFFSET TRUST-FILE`. */
const [folder = '', offset = '0', trustFile = ''] = process.argv.slice(2);
const issuer = await DemoIssuer.open(folder, {
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  now: () => new Date(Date.now() + Number(offset)),
});
await writeFile(trustFile, JSON.stringify(trustConfigurationToJson(issuer.trustConfiguration())));
const server = createServer(createIssuerServer(issuer, (error) => console.error(error)));
server.listen(0, '127.0.0.1', () =>
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
