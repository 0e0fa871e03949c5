import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

/**
 * Spans say which step was taken, how long it took and whether it failed. Their names and attributes are of closed sets,
 * written in this program: no id, address, certificate, token, APDU or text of a caller is ever one (R30, R38). Without a
 * provider (traces.ts) all of this does nothing.
 */
const tracer = () => trace.getTracer('kaijo-service');

/** Runs a step that others wait for: `card-channel authorise`, `certificates check`. */
export function inSpan<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, async (span) => {
    try {
      return await work();
    } catch (error) {
      fail(span);
      throw error;
    } finally {
      span.end();
    }
  });
}

/** `of` with each of `methods` as a step of its own, named `part method`. */
export function inSpans<T extends object>(part: string, of: T, methods: readonly (keyof T & string)[]): T {
  const steps: ReadonlySet<PropertyKey> = new Set(methods);
  return new Proxy(of, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as (...args: unknown[]) => Promise<unknown>;
      if (!steps.has(name)) return method;
      return (...args: unknown[]) => inSpan(`${part} ${String(name)}`, () => method(...args));
    },
  });
}

export interface RequestSpan {
  /** Runs what the request leads to, so that its steps belong to it. */
  within(work: () => void): void;
  end(of: { readonly route: string | undefined; readonly status: number }): void;
}

/** A request that came in. Who sent a trace's context is not believed: each request begins a trace of its own. */
export function requestSpan(of: { readonly listener: string; readonly method: string }): RequestSpan {
  const span = tracer().startSpan(of.method, {
    kind: SpanKind.SERVER,
    root: true,
    attributes: { 'kaijo.listener': of.listener, 'http.request.method': of.method },
  });
  return {
    within: (work) => context.with(trace.setSpan(context.active(), span), work),
    end({ route = 'none', status }) {
      span.updateName(`${of.method} ${route}`);
      span.setAttributes({ 'http.route': route, 'http.response.status_code': status });
      if (status >= 500) fail(span);
      span.end();
    },
  };
}

/** A statement that has been answered, by its kind and table alone. Outside of a trace nothing is noted. */
export function statementSpan(of: {
  readonly operation: string;
  readonly table: string | undefined;
  readonly milliseconds: number;
  readonly failed: boolean;
}): void {
  if (trace.getActiveSpan()?.isRecording() !== true) return;
  // Since the epoch, by a clock that nobody sets.
  const end = performance.timeOrigin + performance.now();
  const attributes: Attributes = {
    'db.system.name': 'postgresql',
    'db.operation.name': of.operation,
    ...(of.table !== undefined && { 'db.collection.name': of.table }),
  };
  const name = of.table === undefined ? of.operation : `${of.operation} ${of.table}`;
  const span = tracer().startSpan(name, {
    kind: SpanKind.CLIENT,
    startTime: end - of.milliseconds,
    attributes,
  });
  if (of.failed) fail(span);
  span.end(end);
}

/** Without a message: messages quote what they were given. */
function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
}
