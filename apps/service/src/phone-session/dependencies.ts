import type { CardFaceKey } from '@kaijo/jpki';
import type { Certificates } from '../certificates/index.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/index.ts';
import type { FaceCheck } from '../face/index.ts';
import type { KeyStore } from '../keys/index.ts';
import type { Random } from '../random.ts';
import type { RateLimit } from '../rate-limit.ts';

export interface PhoneSessionDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Pick<KeyStore, 'reference'>;
  readonly certificates: Pick<Certificates, 'checkSigned'>;
  /** Roots of the card faces' issuer. */
  readonly cardFaceKeys: readonly CardFaceKey[];
  /** Without one the sign PIN's reservation is refused. */
  readonly faceCheck?: FaceCheck | undefined;
  /** How often one app installation may begin, and one card may prove itself; by their references. */
  readonly limits?: { readonly app: RateLimit; readonly card: RateLimit } | undefined;
}
