import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One answered request. Labels name routes and outcomes: never a card, a person, an address or a kiosk (R38). */
export interface ExchangeSeen {
  readonly listener: string;
  readonly method: string;
  /** As it is declared (`/v1/kiosk/sessions/:id/complete`); `undefined` for what has no route. */
  readonly route: string | undefined;
  readonly status: number;
  readonly milliseconds: number;
}

/** What a service counts for its operator's Prometheus. */
export interface Metrics {
  exchange(seen: ExchangeSeen): void;
  databaseConnectionLost(): void;
  taskFailed(task: string): void;
  /** In the text format of Prometheus. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
}

/** What is asked for at each scrape. */
export interface Gauges {
  readonly databaseConnections: () => {
    readonly open: number;
    readonly idle: number;
    readonly waiting: number;
  };
  /** Entries that are under no signed head yet, and the age of the oldest in seconds; rejects while the database is away. */
  readonly unsealedAudit: () => Promise<{ readonly entries: number; readonly oldestSeconds: number }>;
}

/** Up to the deadline of an answer; finer where holders notice. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

export function createMetrics({ databaseConnections, unsealedAudit }: Gauges): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'kaijo_request_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['listener', 'method', 'route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const lost = new Counter({
    name: 'kaijo_database_connections_lost_total',
    help: 'Database connections that broke',
    registers,
  });
  const failed = new Counter({
    name: 'kaijo_background_failures_total',
    help: 'Background tasks that failed and will be tried again',
    labelNames: ['task'],
    registers,
  });
  new Gauge({
    name: 'kaijo_database_connections',
    help: 'Connections of the pool; waiting: requests that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(databaseConnections())) this.set({ state }, count);
    },
  });
  const oldest = new Gauge({
    name: 'kaijo_audit_unsealed_oldest_seconds',
    help: 'Age of the oldest audit entry that no signed head covers',
    registers,
  });
  new Gauge({
    name: 'kaijo_audit_unsealed_entries',
    help: 'Audit entries that no signed head covers',
    registers,
    async collect() {
      try {
        const { entries, oldestSeconds } = await unsealedAudit();
        this.set(entries);
        oldest.set(oldestSeconds);
      } catch {
        // Away: /ready and kaijo_database_connections_lost_total say so; an old figure would be a wrong one.
        this.set(Number.NaN);
        oldest.set(Number.NaN);
      }
    },
  });
  return {
    exchange({ listener, method, route, status, milliseconds }) {
      const labels = { listener, method, route: route ?? 'none', status: String(status) };
      requests.observe(labels, milliseconds / 1_000);
    },
    databaseConnectionLost: () => lost.inc(),
    taskFailed: (task) => failed.inc({ task }),
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}
