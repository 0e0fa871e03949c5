import type { Certificates } from '../certificates/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import type { KeyStore } from '../keys/index.ts';
import type { KioskAuthority } from '../kiosk-trust/index.ts';
import type { Random } from '../random.ts';

export interface OperatorDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Pick<KeyStore, 'reference' | 'auditPublicKey'>;
  readonly certificates: Pick<Certificates, 'referenceOf'>;
  readonly kioskTrust: {
    readonly authority: Pick<KioskAuthority, 'certificate' | 'certifyKiosk'>;
    /** Where kiosks reach the service; known once it listens. */
    readonly url: () => string;
  };
}
