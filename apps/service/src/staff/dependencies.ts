import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import type { Random } from '../random.ts';

export interface StaffDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Scheme, host and port of the counter's pages; known once the service listens. */
  readonly origin: () => string;
}
