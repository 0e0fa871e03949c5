import { once } from 'node:events';
import { findPostgres, freePort, freshDatabase } from '@kaijo/postgres-server';
import { createLog, openDatabaseOf, readConfiguration } from '@kaijo/service';
import { expect, it } from 'vitest';
import { startAsProcess } from '../support/restartable-service.ts';
import { kioskAt, phoneAt } from '../support/story.ts';

it('SIGTERM: readiness ends first, requests are answered meanwhile, the audit log is sealed, the process ends with 0', async () => {
  const programs = (await findPostgres()) as string;
  const DATABASE_URL = await freshDatabase(programs, process.env.KAIJO_TEST_DATABASE as string);
  const port = await freePort();
  const service = await startAsProcess({
    DATABASE_URL,
    KAIJO_WATCH_PORT: String(port),
    KAIJO_DRAIN_DELAY: '8000',
    KAIJO_FACE_MODULE: 'none',
  });
  const ready = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/ready`);
    return `${response.status} ${(await response.text()).trim()}`;
  };
  try {
    expect(await ready()).toBe('200 ready');
    // Enrolling a kiosk is recorded: there is something to seal.
    await (await kioskAt(service)).close();
    const exited = once(service.process, 'exit');
    service.process.kill('SIGTERM');
    await expect.poll(ready, { timeout: 10_000 }).toBe('503 draining');
    expect((await phoneAt(service).client.showStatus()).kind).toBe('ok');
    expect(await exited).toEqual([0, null]);
    await expect(fetch(`${service.publicUrl}/v1/status`)).rejects.toThrow();
    const { db, close } = await openDatabaseOf({
      configuration: readConfiguration({ DATABASE_URL }),
      log: createLog('silent'),
    });
    const entries = await db.selectFrom('audit_entry').select('leaf_index').execute();
    await close();
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter(({ leaf_index }) => leaf_index === null)).toEqual([]);
  } finally {
    await service.close();
  }
});
