import type { CardManagement } from '../card-management/index.ts';
import type { Certificates } from '../certificates/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import type { Random } from '../random.ts';

export interface KioskSessionDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly certificates: Pick<Certificates, 'check' | 'checkSigned' | 'prove'>;
  readonly cardManagement: CardManagement;
}
