export { createMetrics, type ExchangeSeen, type Gauges, type Metrics } from './metrics.ts';
export { inSpans, type RequestSpan, requestSpan, statementSpan } from './spans.ts';
export { recordSpansFor, startTraces, type Traces } from './traces.ts';
export { startWatchServer, type Unready, type WatchServer } from './watch-server.ts';
