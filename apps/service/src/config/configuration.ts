import type { DatabasePlace } from '../database/index.ts';
import type { Pkcs11Settings } from '../keys/index.ts';

/** The processes that judge faces. */
export interface FaceWorkers {
  readonly workers: number;
  /** Milliseconds for one judgement; then the worker is replaced and the holder asked for another take, uncounted. */
  readonly timeoutMs: number;
}

/** Everything that a service is told from outside. apps/service/README.md has the table of settings. */
export interface Configuration {
  /** In production nothing embedded is started and no setting for trying things out is accepted. */
  readonly production: boolean;
  readonly dataFolder: string;
  readonly database: DatabasePlace;
  readonly publicListener: {
    readonly host: string;
    readonly port: number;
    /** Absent: plain HTTP, for loopback and behind a proxy that ends TLS. */
    readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
    /** Requests a minute from one address, and from one kiosk at the kiosks’ listener. */
    readonly requestsPerMinute: number;
    /** A proxy before the service tells the caller's address (`X-Forwarded-For`). */
    readonly behindProxy: boolean;
  };
  /**
   * Scheme, host and port under which the counter's pages are reached: passkeys are bound to them (R35). Absent: the
   * public listener's own address.
   */
  readonly staffOrigin?: string;
  readonly kioskListener: {
    readonly host: string;
    readonly port: number;
    /** Names and addresses under which kiosks reach the listener; they are in its certificate. */
    readonly names: readonly string[];
  };
  /** How often the same may ask, in each process; 0 for no limit. */
  readonly limits: {
    /** Connections of one address at once, at each listener. */
    readonly connectionsPerAddress: number;
    /** Sessions of one app installation, and proofs of one card, in an hour. */
    readonly sessionsPerHour: number;
  };
  readonly issuer:
    | { readonly kind: 'embedded' }
    | { readonly kind: 'configured'; readonly url: string; readonly trustFile: string };
  /**
   * Who compares faces (docs/face.md). `none`: a production service that was not told; the sign PIN's reservation is
   * refused then.
   */
  readonly face:
    | { readonly kind: 'none' }
    | ({ readonly kind: 'kaijo' } & FaceWorkers)
    | ({ readonly kind: 'module'; readonly module: string } & FaceWorkers);
  /** The token that has the keys; absent: they are files in the data folder. */
  readonly pkcs11?: Pkcs11Settings;
  /** The audit log's name in its signed heads (C2SP tlog-checkpoint); fixed by the first head. No blank, no plus. */
  readonly auditOrigin: string;
  /** Built web apps that the public listener serves: folders with an `index.html`. Absent: not served. */
  readonly sites: {
    readonly phone?: string;
    readonly counter?: string;
    /** For trying Kaijo out; not in production. */
    readonly playground?: string;
  };
  /** Whose process answers what is neither API nor site. */
  readonly guideUrl?: string;
  /** Shown by the guide with its calls: they are not counted as one visitor’s. */
  readonly guideToken?: string;
  /** Where the playground's virtual card lies (`http://localhost:8081`); not in production. */
  readonly deskUrl?: string;
  /** Health, readiness and metrics, for the operator's network. Absent: not served. */
  readonly watch?: { readonly host: string; readonly port: number };
  /** Where spans are sent to (OTLP over HTTP). Absent: none are made. */
  readonly tracesUrl?: string;
  /** Milliseconds between the end of readiness and the end of listening, for load balancers to notice. */
  readonly drainDelay: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** Milliseconds added to the machine's clock; 0 in production. */
  readonly clockOffset: number;
}

/** Settings that are wrong, all of them: `message` has a line each and names the setting, never a secret value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
  }
}
