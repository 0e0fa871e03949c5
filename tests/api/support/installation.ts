import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connectOperator,
  type DataFolder,
  dataFolder,
  enrolKiosk,
  makeCard,
  type OperatorClient,
  personaCard,
} from '@kaijo/cli/installation';
import {
  createKioskClient,
  createPhoneClient,
  type Fetch,
  type KioskClient,
  type PhoneClient,
  type TargetPin,
} from '@kaijo/contract';
import { createIssuerServer, DemoIssuer, trustConfigurationToJson } from '@kaijo/jpki';
import type { PersonaName } from '@kaijo/personas';
import { testDatabasePlace } from '@kaijo/postgres-server';
import { mutualTlsFetch } from '@kaijo/procedures/mutual-tls';
import { Secret } from '@kaijo/secret';
import { createLog, type Log, openDatabaseOf, readConfiguration, startService } from '@kaijo/service';
import { random } from '../../support/demo-card.ts';
import { PINS } from '../../support/story.ts';
import { MovableClock } from './movable-clock.ts';
import { ScriptedCard } from './scripted-card.ts';
import { ScriptedFaceCheck } from './scripted-face-check.ts';

/** Stores of the demo's seed: one offers both PINs, one the sign PIN only. */
export const STORE = {
  bothPins: '00000000-0000-4000-8000-000000000001',
  bothPinsElsewhere: '00000000-0000-4000-8000-000000000002',
  signPinOnly: '00000000-0000-4000-8000-000000000003',
} as const;

/** A Tuesday at noon, within the hours of the kiosks (R24) and the offers of 2026 (R26). */
export const NOON = '2026-03-10T12:00:00.000';

export interface Machine {
  readonly id: string;
  /** Signed in as this kiosk. */
  readonly fetch: Fetch;
  readonly client: KioskClient;
}

/** Which of the issuer's systems hold their tongue. */
export type Silence = 'revocation' | 'directory' | 'nothing';

/** The composed service with its issuer, over real HTTP and mutual TLS, under a clock that the test moves. */
export interface Installation {
  readonly clock: MovableClock;
  readonly faceCheck: ScriptedFaceCheck;
  readonly issuer: DemoIssuer;
  readonly folder: DataFolder;
  readonly publicUrl: string;
  readonly kioskUrl: string;
  readonly phone: PhoneClient;
  readonly operator: OperatorClient;
  readonly db: Awaited<ReturnType<typeof openDatabaseOf>>['db'];
  silence(what: Silence): void;
  /** A card of this installation's issuer, or of `issuedIn`, as it leaves the counter but for the locked PIN. */
  card(
    holder: PersonaName,
    of?: { readonly locked?: TargetPin; readonly issuedIn?: DataFolder },
  ): Promise<ScriptedCard>;
  machine(store?: string): Promise<Machine>;
  /** Every row that a refusal must leave as it is. */
  rows(): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * `environment`: settings beside those of the tests, for screens: where the sites and the table with the card are.
 * `log`: for tests that read it.
 */
export async function install(
  environment: Readonly<Record<string, string>> = {},
  log: Log = createLog('silent'),
): Promise<Installation> {
  const root = await mkdtemp(join(tmpdir(), 'kaijo-api-'));
  const folder = dataFolder({ KAIJO_DATA: root });
  const clock = new MovableClock(new Date(`${NOON}+09:00`));
  const issuer = await DemoIssuer.open(folder.issuer, { random, now: () => clock.now() });
  const issuerServer = await serveIssuer(issuer);
  const trustFile = join(root, 'trust.json');
  await writeFile(trustFile, JSON.stringify(trustConfigurationToJson(issuer.trustConfiguration())));
  const configuration = {
    ...readConfiguration({
      KAIJO_DATA: root,
      PORT: '0',
      KAIJO_KIOSK_PORT: '0',
      KAIJO_REQUESTS_PER_MINUTE: '1000000',
      KAIJO_SESSIONS_PER_HOUR: '0',
      KAIJO_LOG_LEVEL: 'silent',
      KAIJO_ISSUER_URL: issuerServer.url,
      KAIJO_TRUST_FILE: trustFile,
      ...environment,
    }),
    database: await testDatabasePlace(),
  };
  const database = await openDatabaseOf({ configuration, log });
  const faceCheck = new ScriptedFaceCheck();
  const service = await startService({ configuration, clock, random, log, database, faceCheck });
  const operator = await connectOperator(folder);
  const open: { close(): Promise<void> }[] = [];
  const { db } = database;
  return {
    clock,
    faceCheck,
    issuer,
    folder,
    operator,
    db,
    publicUrl: service.publicUrl,
    kioskUrl: service.kioskUrl,
    phone: createPhoneClient({ baseUrl: service.publicUrl, fetch: (url, init) => fetch(url, init) }),
    silence: issuerServer.silence,
    async card(holder, { locked, issuedIn = folder } = {}) {
      const pin = (kind: keyof typeof PINS): Secret => Secret.ofAscii(PINS[kind]);
      const state = await makeCard(issuedIn, {
        ...(await personaCard(holder)),
        pins: { auth: pin('auth'), sign: pin('sign'), support: pin('support'), resident: pin('resident') },
        locked: locked === undefined ? [] : [locked],
        now: clock.now(),
      });
      return ScriptedCard.of(state);
    },
    async machine(store = STORE.bothPins) {
      const known = new Set((await listKiosks(db)).map(({ id }) => id));
      const { identity } = await enrolKiosk(operator, store);
      const id = (await listKiosks(db)).find((kiosk) => !known.has(kiosk.id))?.id ?? '';
      const tls = mutualTlsFetch(identity);
      open.push(tls);
      const client = createKioskClient({ baseUrl: service.kioskUrl, fetch: tls.fetch as Fetch });
      return { id, client, fetch: tls.fetch as Fetch };
    },
    async rows() {
      return {
        reservations: await db.selectFrom('reservation').selectAll().orderBy('id').execute(),
        kioskSessions: await db.selectFrom('kiosk_session').selectAll().orderBy('id').execute(),
        phoneSessions: await db.selectFrom('phone_session').selectAll().orderBy('id').execute(),
        failures: await db.selectFrom('face_failure_count').selectAll().orderBy('ref').execute(),
      };
    },
    async close() {
      for (const connection of open) await connection.close();
      await operator.close();
      await service.close();
      await database.close();
      await issuerServer.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

function listKiosks(db: Installation['db']) {
  return db.selectFrom('kiosk').select('id').execute();
}

/** The issuer's systems, which break the connection where they are told to be silent. */
async function serveIssuer(issuer: DemoIssuer) {
  let silent: Silence = 'nothing';
  const answer = createIssuerServer(issuer, (error) => {
    throw error;
  });
  const listener: RequestListener = (request, response) => {
    const system = request.url?.startsWith('/directory') ? 'directory' : 'revocation';
    if (system === silent) request.socket.destroy();
    else answer(request, response);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    silence: (what: Silence) => {
      silent = what;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
