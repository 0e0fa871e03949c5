import type { Database } from '../database/index.ts';
import { fingerprintOf } from './kiosk-authority.ts';

/**
 * The kiosk that signs in with this certificate (DER), if it is registered and not revoked at this moment: the table is
 * asked at each request, so that a revoked kiosk is refused at once.
 */
export async function findAdmittedKiosk(db: Database, certificate: Uint8Array): Promise<string | undefined> {
  const row = await db
    .selectFrom('kiosk')
    .select('id')
    .where('certificate_fingerprint', '=', fingerprintOf(certificate))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}
