import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import { startWatchServer, type Unready, type WatchServer } from './watch-server.ts';

describe('what an operator’s machines ask', () => {
  let why: Unready | undefined;
  let unsealed: () => Promise<{ entries: number; oldestSeconds: number }>;
  let server: WatchServer;
  const metrics = createMetrics({
    databaseConnections: () => ({ open: 3, idle: 2, waiting: 0 }),
    unsealedAudit: () => unsealed(),
  });
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`${server.url}${path}`, { method });
    return { status: response.status, body: await response.text() };
  };

  beforeAll(async () => {
    unsealed = async () => ({ entries: 7, oldestSeconds: 1.5 });
    server = await startWatchServer({ host: '127.0.0.1', port: 0, unready: async () => why, metrics });
  });
  afterAll(() => server.close());

  it.each(['database', 'draining'] as const)('is alive and not ready: %s', async (reason) => {
    why = reason;
    expect(await ask('/ready')).toEqual({ status: 503, body: `${reason}\n` });
    expect((await ask('/health')).status).toBe(200);
    why = undefined;
    expect(await ask('/ready')).toEqual({ status: 200, body: 'ready\n' });
  });

  it('answers GET and its three paths only', async () => {
    expect((await ask('/ready', 'POST')).status).toBe(405);
    expect((await ask('/')).status).toBe(404);
  });

  it('counts by declared routes: no id, card or kiosk is in a label (R38)', async () => {
    const seen = { listener: 'kiosk', method: 'POST', status: 200, milliseconds: 12 };
    metrics.exchange({ ...seen, route: '/v1/kiosk/sessions/:id/complete' });
    metrics.exchange({ ...seen, route: undefined, status: 404 });
    metrics.databaseConnectionLost();
    metrics.taskFailed('seal-audit');
    const { body } = await ask('/metrics');
    expect(body).toContain(
      'kaijo_request_seconds_count{listener="kiosk",method="POST",route="/v1/kiosk/sessions/:id/complete",status="200"} 1',
    );
    expect(body).toContain('route="none",status="404"');
    expect(body).toContain('kaijo_database_connections{state="idle"} 2');
    expect(body).toContain('kaijo_database_connections_lost_total 1');
    expect(body).toContain('kaijo_background_failures_total{task="seal-audit"} 1');
    expect(body).toContain('kaijo_audit_unsealed_entries 7');
    const ours = [...body.matchAll(/^kaijo_\w+\{([^}]*)\}/gm)].flatMap(([, labels]) =>
      (labels as string).split(',').map((label) => label.split('=')[0]),
    );
    expect(new Set(ours)).toEqual(new Set(['listener', 'method', 'route', 'status', 'le', 'state', 'task']));
  });

  it('does not show an old figure of a database that is away', async () => {
    unsealed = () => Promise.reject(new Error('away'));
    expect((await ask('/metrics')).body).toContain('kaijo_audit_unsealed_entries Nan');
  });
});
