import { join, resolve } from 'node:path';
import { auditOrigin, isKeyName } from '@kaijo/audit-log';
import { Pkcs11SettingsError, readPkcs11Settings } from '../keys/index.ts';
import { type Configuration, ConfigurationError } from './configuration.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
const WEEK_MS = 7 * 86_400_000;

/**
 * The configuration that `environment` names, defaults filled in.
 * @throws ConfigurationError that lists every setting that is wrong
 */
export function readConfiguration(environment: Environment): Configuration {
  const settings = new Settings(environment);
  const production =
    settings.choice('KAIJO_ENV', ['development', 'production'], 'development') === 'production';
  const dataFolder = resolve(settings.text('KAIJO_DATA') ?? '.kaijo');
  const tls = readTls(settings);
  const staffOrigin = readStaffOrigin(settings);
  const configuration: Configuration = {
    production,
    dataFolder,
    database: readDatabase(settings, dataFolder),
    publicListener: {
      host: settings.text('KAIJO_HOST') ?? '127.0.0.1',
      port: settings.integer('PORT', 8_080, 0, 65_535),
      ...(tls && { tls }),
      requestsPerMinute: settings.integer('KAIJO_REQUESTS_PER_MINUTE', 300, 1, 1_000_000),
      behindProxy: settings.choice('KAIJO_BEHIND_PROXY', ['no', 'yes'], 'no') === 'yes',
    },
    ...(staffOrigin && { staffOrigin }),
    kioskListener: {
      host: settings.text('KAIJO_KIOSK_HOST') ?? '127.0.0.1',
      port: settings.integer('KAIJO_KIOSK_PORT', 8_443, 0, 65_535),
      names: settings.list('KAIJO_KIOSK_NAMES') ?? ['localhost', '127.0.0.1', '::1'],
    },
    limits: {
      connectionsPerAddress: settings.integer('KAIJO_CONNECTIONS_PER_ADDRESS', 200, 0, 1_000_000),
      sessionsPerHour: settings.integer('KAIJO_SESSIONS_PER_HOUR', 100, 0, 1_000_000),
    },
    issuer: readIssuer(settings, production),
    face: readFace(settings, production),
    ...readKeys(settings, environment),
    auditOrigin: readAuditOrigin(settings),
    sites: readSites(settings),
    ...readNeighbours(settings),
    ...readWatch(settings),
    ...readTraces(settings),
    drainDelay: settings.integer('KAIJO_DRAIN_DELAY', 0, 0, 60_000),
    logLevel: settings.choice('KAIJO_LOG_LEVEL', LOG_LEVELS, 'info'),
    clockOffset: settings.integer('KAIJO_CLOCK_OFFSET', 0, -WEEK_MS, WEEK_MS),
  };
  if (production) refuseTrials(configuration, settings);
  settings.throwFaults();
  return configuration;
}

function readTls(settings: Settings): Configuration['publicListener']['tls'] {
  const certificateFile = settings.text('KAIJO_TLS_CERTIFICATE');
  const keyFile = settings.text('KAIJO_TLS_KEY');
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (certificateFile !== undefined && keyFile !== undefined) return { certificateFile, keyFile };
  settings.fault('KAIJO_TLS_CERTIFICATE and KAIJO_TLS_KEY go together');
  return undefined;
}

/** Browsers give passkeys to secure origins only (Web Authentication Level 3, 5.1). */
function readStaffOrigin(settings: Settings): string | undefined {
  const origin = settings.text('KAIJO_STAFF_ORIGIN');
  if (origin === undefined) return undefined;
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === 'localhost');
  if (!secure || url?.origin !== origin)
    settings.fault('KAIJO_STAFF_ORIGIN must be an origin like https://kaijo.example.jp, without a path');
  return origin;
}

function readKeys(settings: Settings, environment: Environment): Pick<Configuration, 'pkcs11'> {
  try {
    const pkcs11 = readPkcs11Settings(environment);
    return pkcs11 === undefined ? {} : { pkcs11 };
  } catch (error) {
    if (!(error instanceof Pkcs11SettingsError)) throw error;
    settings.fault(error.message);
    return {};
  }
}

function readAuditOrigin(settings: Settings): string {
  const origin = auditOrigin({
    KAIJO_AUDIT_ORIGIN: settings.text('KAIJO_AUDIT_ORIGIN'),
    KAIJO_STAFF_ORIGIN: settings.text('KAIJO_STAFF_ORIGIN'),
  });
  if (!isKeyName(origin)) settings.fault('KAIJO_AUDIT_ORIGIN must have no blank and no plus');
  return origin;
}

function readDatabase(settings: Settings, dataFolder: string): Configuration['database'] {
  const url = settings.text('DATABASE_URL');
  const connections = settings.integer('KAIJO_DATABASE_CONNECTIONS', 10, 1, 1_000);
  if (url === undefined) return { kind: 'folder', folder: join(dataFolder, 'database') };
  // The value may hold a password: it is never repeated.
  if (!/^postgres(ql)?:\/\//.test(url)) settings.fault('DATABASE_URL must begin with postgresql://');
  return { kind: 'server', url, connections };
}

function readWatch(settings: Settings): Pick<Configuration, 'watch'> {
  const host = settings.text('KAIJO_WATCH_HOST') ?? '127.0.0.1';
  if (settings.text('KAIJO_WATCH_PORT') === undefined) return {};
  return { watch: { host, port: settings.integer('KAIJO_WATCH_PORT', 0, 0, 65_535) } };
}

function readTraces(settings: Settings): Pick<Configuration, 'tracesUrl'> {
  const tracesUrl = settings.text('KAIJO_TRACES_URL');
  if (tracesUrl === undefined) return {};
  if (!isHttpUrl(tracesUrl)) settings.fault('KAIJO_TRACES_URL must be an http or https URL');
  return { tracesUrl };
}

function readIssuer(settings: Settings, production: boolean): Configuration['issuer'] {
  const url = settings.text('KAIJO_ISSUER_URL');
  const trustFile = settings.text('KAIJO_TRUST_FILE');
  if (url !== undefined && trustFile !== undefined) {
    if (!isHttpUrl(url)) settings.fault('KAIJO_ISSUER_URL must be an http or https URL');
    return { kind: 'configured', url, trustFile };
  }
  if (url !== undefined || trustFile !== undefined)
    settings.fault('KAIJO_ISSUER_URL and KAIJO_TRUST_FILE go together');
  else if (production) settings.fault('KAIJO_ISSUER_URL and KAIJO_TRUST_FILE are needed in production');
  return { kind: 'embedded' };
}

function readSites(settings: Settings): Configuration['sites'] {
  const phone = settings.text('KAIJO_PHONE_SITE');
  const counter = settings.text('KAIJO_COUNTER_SITE');
  const playground = settings.text('KAIJO_PLAYGROUND_SITE');
  return {
    ...(phone && { phone: resolve(phone) }),
    ...(counter && { counter: resolve(counter) }),
    ...(playground && { playground: resolve(playground) }),
  };
}

function readNeighbours(settings: Settings): Pick<Configuration, 'guideUrl' | 'guideToken' | 'deskUrl'> {
  const guideUrl = settings.text('KAIJO_GUIDE_URL');
  const deskUrl = settings.text('KAIJO_DESK_URL');
  for (const [name, url] of Object.entries({ KAIJO_GUIDE_URL: guideUrl, KAIJO_DESK_URL: deskUrl }))
    if (url !== undefined && !isHttpUrl(url)) settings.fault(`${name} must be an http or https URL`);
  const guideToken = settings.text('KAIJO_GUIDE_TOKEN');
  if (guideToken !== undefined && guideToken.length < 32)
    settings.fault('KAIJO_GUIDE_TOKEN must have at least 32 characters');
  return {
    ...(guideUrl && { guideUrl }),
    ...(guideToken && { guideToken }),
    ...(deskUrl && { deskUrl }),
  };
}

/** Kaijo's own matcher is for demonstrations (docs/face.md): in production it has to be named. */
function readFace(settings: Settings, production: boolean): Configuration['face'] {
  const workers = {
    workers: settings.integer('KAIJO_FACE_WORKERS', 2, 1, 64),
    timeoutMs: settings.integer('KAIJO_FACE_TIMEOUT', 15_000, 1_000, 300_000),
  };
  const module = settings.text('KAIJO_FACE_MODULE') ?? (production ? 'none' : 'kaijo');
  if (module === 'none') return { kind: 'none' };
  return module === 'kaijo' ? { kind: 'kaijo', ...workers } : { kind: 'module', module, ...workers };
}

/** What serves for trying Kaijo out would be a hole in production. */
function refuseTrials(configuration: Configuration, settings: Settings): void {
  if (configuration.clockOffset !== 0) settings.fault('KAIJO_CLOCK_OFFSET is not for production');
  if (configuration.sites.playground !== undefined)
    settings.fault('KAIJO_PLAYGROUND_SITE is not for production');
  if (configuration.deskUrl !== undefined) settings.fault('KAIJO_DESK_URL is not for production');
  if (configuration.staffOrigin === undefined) settings.fault('KAIJO_STAFF_ORIGIN is needed in production');
  if (configuration.database.kind !== 'server') settings.fault('DATABASE_URL is needed in production');
  const { host, tls, behindProxy } = configuration.publicListener;
  if (tls === undefined && !behindProxy && !isLoopback(host)) {
    settings.fault(
      'KAIJO_TLS_CERTIFICATE and KAIJO_TLS_KEY are needed in production on a public address (or KAIJO_BEHIND_PROXY=yes)',
    );
  }
}

class Settings {
  readonly #environment: Environment;
  readonly #faults: string[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Empty counts as not set, as it does in compose files. */
  text(name: string): string | undefined {
    return this.#environment[name] || undefined;
  }

  list(name: string): readonly string[] | undefined {
    return this.text(name)
      ?.split(',')
      .map((item) => item.trim());
  }

  integer(name: string, fallback: number, low: number, high: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (/^-?[0-9]+$/.test(text) && value >= low && value <= high) return value;
    this.fault(`${name} must be an integer from ${low} to ${high}`);
    return fallback;
  }

  choice<const C extends readonly string[]>(name: string, choices: C, fallback: C[number]): C[number] {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined) this.fault(`${name} must be one of ${choices.join(', ')}`);
    return chosen ?? fallback;
  }

  fault(sentence: string): void {
    this.#faults.push(sentence);
  }

  throwFaults(): void {
    if (this.#faults.length > 0) throw new ConfigurationError(this.#faults);
  }
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
