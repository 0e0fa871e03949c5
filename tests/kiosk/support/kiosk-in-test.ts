import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Agent, type AgentOptions, fileOutbox, type SessionClock, startAgent } from '@kaijo/kiosk';
import type { Bench } from '../../faults/support/bench.ts';
import { IMPATIENT } from '../../support/story.ts';
import { ScreenClient } from './screen-client.ts';
import { Tray } from './tray.ts';

export interface KioskInTest {
  readonly agent: Agent;
  readonly tray: Tray;
  readonly screen: ScreenClient;
  readonly folder: string;
  /** What the agent has logged, a line each. */
  readonly logged: readonly string[];
  /** Ends the browser and starts another one. */
  restartScreen(how: 'close' | 'kill'): Promise<void>;
  close(): Promise<void>;
}

/** An agent in this process, with a tray for its readers and a screen that has signed in. */
export async function kioskInTest(
  bench: Bench,
  options: Partial<AgentOptions> & {
    readonly tray?: Tray;
    readonly clock?: SessionClock;
    folder?: string;
  } = {},
): Promise<KioskInTest> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'kaijo-kiosk-')));
  const tray = options.tray ?? new Tray('reader');
  const logged: string[] = [];
  const log = (what: string, details: object = {}): void =>
    void logged.push(`${what} ${JSON.stringify(details)}`);
  const agent = await startAgent({
    version: '0.0.0-test',
    client: bench.kiosk.client,
    readers: tray,
    outbox: fileOutbox(join(folder, 'outbox')),
    storeName: 'test store',
    screen: { port: 0, runtime: join(folder, 'run') },
    now: () => bench.service.now(),
    patience: IMPATIENT,
    log: { info: log, warn: log },
    ...options,
  });
  let screen = await ScreenClient.open(agent.screen.startPage);
  return {
    agent,
    tray,
    folder,
    logged,
    get screen() {
      return screen;
    },
    async restartScreen(how) {
      screen[how]();
      await gone(agent);
      screen = await ScreenClient.open(agent.screen.startPage);
    },
    async close() {
      screen.close();
      await agent.close();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Until the agent has noticed that its screen is gone. */
async function gone({ screen }: Agent): Promise<void> {
  while (screen.hasScreen) await new Promise((resolve) => setImmediate(resolve));
}
