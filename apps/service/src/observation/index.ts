export { createMetrics, type ExchangeSeen, type Gauges, type Metrics } from './metrics.ts';
export { startWatchServer, type Unready, type WatchServer } from './watch-server.ts';
