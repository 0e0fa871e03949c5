import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';

export interface Traces {
  /** Sends what is left. A collector that does not answer keeps nobody waiting. */
  close(): Promise<void>;
}

const LAST_WORDS_MS = 2_000;

/** Spans go to the collector at `url` (OTLP over HTTP), in the background; while it is away they are dropped. */
export function startTraces(url: string): Traces {
  return recordSpans(new BatchSpanProcessor(new OTLPTraceExporter({ url, timeoutMillis: 5_000 })));
}

/** Spans go to `exporter` as they end: for tests. */
export function recordSpansFor(exporter: SpanExporter): Traces {
  return recordSpans(new BatchSpanProcessor(exporter, { scheduledDelayMillis: 100 }));
}

function recordSpans(processor: SpanProcessor): Traces {
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  trace.setGlobalTracerProvider(provider);
  return {
    async close() {
      const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS).unref());
      await Promise.race([provider.shutdown().catch(() => {}), late]);
      trace.disable();
      context.disable();
    },
  };
}
