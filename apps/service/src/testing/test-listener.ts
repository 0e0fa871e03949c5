import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import type { Endpoint } from '../http/index.ts';
import { createListener } from '../http/listener.ts';
import { createLog } from '../http/log.ts';
import { systemRandom } from '../random.ts';

/** A listener on loopback for the tests of a feature's routes, with limits that no test reaches. */
export interface TestListener {
  readonly url: string;
  close(): Promise<void>;
}

export async function listenForTest(of: {
  readonly name: 'public' | 'operator';
  readonly endpoints: readonly Endpoint[];
  readonly db: Database;
  readonly clock: Clock;
}): Promise<TestListener> {
  const app = await createListener({
    ...of,
    random: systemRandom,
    log: createLog('silent'),
    limits: {
      bodyBytes: 128 * 1024,
      receiveMs: 15_000,
      answerMs: 20_000,
      connections: 50,
      requestsPerMinute: 0,
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await app.close();
    },
  };
}
