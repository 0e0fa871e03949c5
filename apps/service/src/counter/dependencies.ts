import type { CardManagement } from '../card-management/index.ts';
import type { Certificates } from '../certificates/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import type { Random } from '../random.ts';
import type { Confirmations } from '../staff/index.ts';

export interface CounterDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly certificates: Pick<Certificates, 'checkOf' | 'prove' | 'referenceOf'>;
  readonly cardManagement: CardManagement;
  readonly confirmations: Confirmations;
}
