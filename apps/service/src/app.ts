import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { COUNTER_READER_URL } from '@kaijo/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { unsealedAudit } from './audit/index.ts';
import { startBackground } from './background.ts';
import { createScp03CardManagement } from './card-management/index.ts';
import { IssuerCertificates } from './certificates/index.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Configuration } from './config/index.ts';
import { type Database, type OpenDatabase, openDatabase, transaction } from './database/index.ts';
import type { FaceCheck } from './face/index.ts';
import type { StaffAuthentication } from './http/index.ts';
import { createListener } from './http/listener.ts';
import type { Log } from './http/log.ts';
import type { ListenerLimits } from './http/server.ts';
import { type Issuer, issuerAt, readTrustFile, startEmbeddedIssuer } from './issuer/index.ts';
import { openKeyStore } from './keys/index.ts';
import { kioskFleetEndpoints } from './kiosk-fleet/index.ts';
import { kioskSessionEndpoints } from './kiosk-session/index.ts';
import { findAdmittedKiosk, KioskAuthority } from './kiosk-trust/index.ts';
import { createMetrics, inSpans, type Metrics, startWatchServer } from './observation/index.ts';
import { composeOffice } from './office.ts';
import { statusEndpoints } from './opening/index.ts';
import { operatorEndpoints } from './operator/index.ts';
import { phoneSessionEndpoints } from './phone-session/index.ts';
import type { Random } from './random.ts';
import { rateLimit } from './rate-limit.ts';
import { reservationEndpoints } from './reservation/index.ts';
import { MIGRATIONS } from './schema.ts';
import { forwardTheRest, serveSite } from './sites/index.ts';
import { seedDemoStores, storeEndpoints } from './stores/index.ts';
import { surveyEndpoints } from './survey/index.ts';
import { WELCOME_PAGES } from './welcome/index.ts';

export interface ServiceOptions {
  readonly configuration: Configuration;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Without one the sign PIN's reservation is refused: there is no switch to skip it. */
  readonly faceCheck?: FaceCheck;
  /** Already open, its tables up to date, and left open: for a service that is restarted over it within a process. */
  readonly database?: OpenDatabase;
}

export interface RunningService {
  readonly publicUrl: string;
  readonly kioskUrl: string;
  readonly operatorSocket: string;
  /** Where `/health`, `/ready` and `/metrics` are, if anywhere. */
  readonly watchUrl?: string;
  /** Takes no new requests, answers those under way, seals the audit log and closes the database. */
  close(): Promise<void>;
}

/** Puts the features together and listens. Whatever was opened is closed again when a later part fails. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const opened = new Opened();
  try {
    return await compose(options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function compose(options: ServiceOptions, opened: Opened): Promise<RunningService> {
  const { configuration, clock, random, log, faceCheck } = options;
  const { dataFolder } = configuration;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const { pkcs11, production } = configuration;
  const keys = await openKeyStore({ folder: join(dataFolder, 'keys'), pkcs11, random });
  opened.add({ close: async () => keys.close() });
  if (production && pkcs11 === undefined)
    log.warn('the keys are files: use a hardware module in production (docs/keys.md)');
  if (pkcs11?.cmac === 'composed')
    log.warn('card keys: AES-CMAC is composed outside the token, as KAIJO_PKCS11_CMAC says (docs/keys.md)');
  let countLost = (): void => {};
  const database = options.database ?? opened.add(await openDatabaseOf(options, () => countLost()));
  const { db } = database;
  const metrics = createMetrics({
    databaseConnections: database.connections,
    unsealedAudit: async () => {
      const { entries, oldest = clock.now() } = await unsealedAudit(db);
      return { entries, oldestSeconds: (clock.now().getTime() - oldest.getTime()) / 1_000 };
    },
  });
  countLost = metrics.databaseConnectionLost;
  const issuer = opened.add(await issuerOf(options));
  if (!configuration.production) await transaction(db, seedDemoStores);
  // Both sides of TLS judge by their machines' clocks, also where the service's own was moved to try it out.
  const authority = await KioskAuthority.open(join(dataFolder, 'kiosk-authority'), {
    random,
    now: () => systemClock.now(),
  });
  const issuerCertificates = new IssuerCertificates({
    anchors: issuer.trust.anchors,
    directory: issuer.directory,
    ocsp: issuer.ocsp,
    crl: issuer.crl,
    keys,
    random,
    onUnanswered: (unanswered) => log.warn(unanswered, 'the issuer did not answer'),
  });
  const certificates = inSpans('certificates', issuerCertificates, CERTIFICATE_STEPS);
  const base = { db, clock, random, keys, certificates };
  const channel = createScp03CardManagement({ keys, random });
  const cardManagement = inSpans('card-channel', channel, ['authorise', 'verify', 'attest', 'attested']);
  let kioskUrl = '';
  const kioskTrust = { authority, url: () => kioskUrl };
  const fleet = kioskFleetEndpoints({ ...base, kioskTrust });

  let publicUrl = '';
  const operator = operatorEndpoints({ ...base, kioskTrust });
  const office = composeOffice({
    ...base,
    cardManagement,
    configuration,
    publicUrl: () => publicUrl,
    operator,
  });

  const listeners = await openListeners(
    options,
    db,
    { authority, staffOf: office.staffOf, metrics },
    {
      public: [
        ...statusEndpoints(base),
        ...storeEndpoints(base),
        ...surveyEndpoints(base),
        ...reservationEndpoints(base),
        ...phoneSessionEndpoints({
          ...base,
          cardFaceKeys: issuer.trust.cardFaceKeys,
          faceCheck: faceCheck && inSpans('face-check', faceCheck, ['judge']),
          limits: {
            app: rateLimit(configuration.limits.sessionsPerHour, HOUR_MS),
            card: rateLimit(configuration.limits.sessionsPerHour, HOUR_MS),
          },
        }),
        ...fleet.public,
        ...office.endpoints,
      ],
      // A kiosk's screen shows hours and maintenance ahead (R24, R36).
      kiosk: [
        ...kioskSessionEndpoints({ ...base, cardManagement }),
        ...fleet.kiosk,
        ...statusEndpoints(base),
      ],
      operator: [...operator, ...office.socket],
    },
  );
  for (const listener of Object.values(listeners)) opened.add(listener);
  publicUrl = await listen(listeners.public, configuration.publicListener);
  kioskUrl = await listen(listeners.kiosk, configuration.kioskListener);
  const operatorSocket = join(dataFolder, 'operator.sock');
  await listenOnSocket(listeners.operator, operatorSocket);
  const { auditOrigin } = configuration;
  const background = startBackground({
    db,
    clock,
    keys,
    log,
    auditOrigin,
    onFailure: metrics.taskFailed,
  });
  opened.add({ close: () => background.stop() });
  const watched = await watch(configuration, db, metrics);
  return {
    publicUrl,
    kioskUrl,
    operatorSocket,
    ...(watched && { watchUrl: watched.url }),
    close: async () => {
      await watched?.drain();
      await opened.close();
      await watched?.close();
    },
  };
}

const READY_WITHIN_MS = 2_000;

/** The watch port answers to the end: while a service drains it says so. */
async function watch({ watch, drainDelay }: Configuration, db: Database, metrics: Metrics) {
  if (watch === undefined) return undefined;
  let draining = false;
  const server = await startWatchServer({
    ...watch,
    metrics,
    unready: async () => {
      if (draining) return 'draining';
      const asked = sql`select 1`.execute(db).then(
        () => undefined,
        () => 'database' as const,
      );
      return Promise.race([asked, setTimeout(READY_WITHIN_MS, 'database' as const, { ref: false })]);
    },
  });
  return {
    url: server.url,
    async drain() {
      draining = true;
      await setTimeout(drainDelay);
    },
    close: server.close,
  };
}

/** The database that the configuration names, its tables up to date. @throws FolderInUse, or the database's own error */
export function openDatabaseOf(
  { configuration, log }: Pick<ServiceOptions, 'configuration' | 'log'>,
  onLost = (): void => {},
): Promise<OpenDatabase> {
  return openDatabase({
    place: configuration.database,
    migrations: MIGRATIONS,
    onConnectionLost: ({ name }) => {
      log.warn({ error: name }, 'a database connection was lost');
      onLost();
    },
  });
}

async function issuerOf({ configuration, clock, random, log }: ServiceOptions): Promise<Issuer> {
  const { issuer, dataFolder } = configuration;
  if (issuer.kind === 'configured') return issuerAt(issuer.url, await readTrustFile(issuer.trustFile), clock);
  return startEmbeddedIssuer({
    folder: join(dataFolder, 'issuer'),
    clock,
    random,
    onError: () => log.error('the embedded issuer failed'),
  });
}

const CERTIFICATE_STEPS = ['check', 'checkOf', 'checkSigned', 'prove', 'referenceOf'] as const;
const HOUR_MS = 3_600_000;

const LIMITS: ListenerLimits = {
  bodyBytes: 128 * 1024,
  receiveMs: 15_000,
  answerMs: 20_000,
  connections: 2_000,
  requestsPerMinute: 0,
};

interface Endpoints {
  readonly public: Parameters<typeof createListener>[0]['endpoints'];
  readonly kiosk: Parameters<typeof createListener>[0]['endpoints'];
  readonly operator: Parameters<typeof createListener>[0]['endpoints'];
}

/** Each listener serves its own callers' routes and nobody else's. */
async function openListeners(
  { configuration, clock, random, log }: ServiceOptions,
  db: Database,
  {
    authority,
    staffOf,
    metrics,
  }: {
    readonly authority: KioskAuthority;
    readonly staffOf: StaffAuthentication;
    readonly metrics: Metrics;
  },
  endpoints: Endpoints,
): Promise<Record<keyof Endpoints, FastifyInstance>> {
  const { publicListener, kioskListener } = configuration;
  const { connectionsPerAddress } = configuration.limits;
  const limits = { ...LIMITS, connectionsPerAddress };
  const common = { db, clock, random, log, limits, onExchange: metrics.exchange };
  const { certificate, key } = await authority.serverCredentials(kioskListener.names);
  return {
    public: await createListener({
      ...common,
      name: 'public',
      endpoints: endpoints.public,
      ...(!configuration.production && configuration.guideUrl === undefined && { pages: WELCOME_PAGES }),
      web: (app, refuse) => serveWeb(configuration, app, refuse),
      staffOf,
      limits: {
        ...limits,
        // All connections are the proxy's there.
        ...(publicListener.behindProxy && { connectionsPerAddress: 0 }),
        requestsPerMinute: publicListener.requestsPerMinute,
        ...(configuration.guideToken && { exemptToken: configuration.guideToken }),
      },
      ...(publicListener.tls && { tls: await readTls(publicListener.tls) }),
      ...(publicListener.behindProxy && { trustProxy: ['loopback', 'uniquelocal'] }),
    }),
    kiosk: await createListener({
      ...common,
      name: 'kiosk',
      endpoints: endpoints.kiosk,
      // A kiosk that has gone astray tries out no certificates and holds up no reservations in numbers.
      limits: { ...limits, requestsPerMinute: publicListener.requestsPerMinute },
      tls: {
        cert: certificate,
        key,
        ca: authority.certificate,
        requestCert: true,
        rejectUnauthorized: true,
        minVersion: 'TLSv1.3',
      },
      kioskOf: (presented) => findAdmittedKiosk(db, new Uint8Array(presented.raw)),
    }),
    operator: await createListener({ ...common, name: 'operator', endpoints: endpoints.operator }),
  };
}

/** The built web apps, and the guide behind them. */
async function serveWeb(
  { sites, guideUrl, deskUrl }: Configuration,
  app: FastifyInstance,
  refuse: (request: FastifyRequest) => void,
): Promise<void> {
  const { phone, counter, playground } = sites;
  const desk = deskUrl === undefined ? [] : [deskUrl, deskUrl.replace(/^http/, 'ws')];
  const framed = playground !== undefined && ({ framed: true } as const);
  if (phone !== undefined)
    await serveSite(app, {
      prefix: '/phone/',
      folder: phone,
      rights: { wasm: true, device: true, connect: desk, ...framed },
    });
  if (counter !== undefined)
    await serveSite(app, {
      prefix: '/counter/',
      folder: counter,
      rights: { connect: [...desk, new URL(COUNTER_READER_URL).origin] },
    });
  if (playground !== undefined) {
    await serveSite(app, {
      prefix: '/try/',
      folder: playground,
      // The kiosk's screen, to which the desk leads, is on whatever port was free.
      rights: {
        device: true,
        connect: desk,
        frames: desk.length === 0 ? [] : [...desk, 'http://localhost:*'],
      },
    });
  }
  // The phone in a browser asks where the playground's card lies; without a playground it is told that there is none.
  if (deskUrl !== undefined)
    app.get('/try/desk.json', { schema: { hide: true } as object }, async () => ({ url: deskUrl }));
  if (guideUrl !== undefined) await forwardTheRest(app, { upstream: guideUrl, refuse });
}

async function readTls(files: {
  readonly certificateFile: string;
  readonly keyFile: string;
}): Promise<object> {
  return {
    cert: await readFile(files.certificateFile),
    key: await readFile(files.keyFile),
    minVersion: 'TLSv1.2',
  };
}

async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
  await app.listen({ host, port });
  const address = app.server.address() as AddressInfo;
  const scheme = 'setSecureContext' in app.server ? 'https' : 'http';
  const name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host;
  return `${scheme}://${name}:${address.port}`;
}

/** The folder is the owner's alone, and so is the socket: whoever opens it acts as the operator. */
async function listenOnSocket(app: FastifyInstance, path: string): Promise<void> {
  await rm(path, { force: true });
  await app.listen({ path });
  await chmod(path, 0o600);
}

/** What has to be closed, in the order of opening. */
class Opened {
  readonly #parts: { close(): PromiseLike<unknown> | undefined }[] = [];

  add<T extends { close(): PromiseLike<unknown> | undefined }>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  async close(): Promise<void> {
    for (const part of this.#parts.splice(0).reverse()) await part.close();
  }
}
