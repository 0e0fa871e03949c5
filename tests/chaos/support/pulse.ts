import { setTimeout } from 'node:timers/promises';
import { createLog, openDatabaseOf, readConfiguration } from '@kaijo/service';
import { random } from '../../support/demo-card.ts';

/** One client that commits a row, again and again: how long does nobody get a commit, and is any lost that was acknowledged? */
export class Pulse {
  readonly #database: Awaited<ReturnType<typeof openDatabaseOf>>;
  readonly #acknowledged: Uint8Array[] = [];
  readonly #times: number[] = [Date.now()];
  #stopped = false;
  readonly #beating: Promise<void>;

  private constructor(database: Awaited<ReturnType<typeof openDatabaseOf>>) {
    this.#database = database;
    this.#beating = this.#beat();
  }

  static async start(databaseUrl: string): Promise<Pulse> {
    const configuration = readConfiguration({ DATABASE_URL: databaseUrl, KAIJO_DATABASE_CONNECTIONS: '1' });
    return new Pulse(await openDatabaseOf({ configuration, log: createLog('silent') }));
  }

  /** Seconds of the longest time without a commit since `from`. */
  longestGapSince(from: number): number {
    const times = [from, ...this.#times.filter((time) => time >= from), Date.now()];
    return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time))) / 1_000;
  }

  /** @returns how many commits were acknowledged, and how many of them are not there */
  async stop(): Promise<{ readonly acknowledged: number; readonly lost: number }> {
    this.#stopped = true;
    await this.#beating;
    const rows = await this.#database.db.selectFrom('idempotency_record').select('id').execute();
    await this.#database.close();
    const there = new Set(rows.map(({ id }) => Buffer.from(id).toString('hex')));
    const lost = this.#acknowledged.filter((id) => !there.has(Buffer.from(id).toString('hex')));
    return { acknowledged: this.#acknowledged.length, lost: lost.length };
  }

  async #beat(): Promise<void> {
    while (!this.#stopped) {
      const id = random(32);
      try {
        await this.#database.db
          .insertInto('idempotency_record')
          .values({
            id,
            fingerprint: new Uint8Array(32),
            sealed_answer: new Uint8Array(1),
            // Kept by the sweeper until long after the test.
            expires_at: new Date(Date.now() + 7 * 86_400_000),
          })
          .execute();
        this.#acknowledged.push(id);
        this.#times.push(Date.now());
      } catch {
        // Not acknowledged: nothing was promised.
      }
      await setTimeout(100);
    }
  }
}
