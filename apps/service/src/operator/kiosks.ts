import { OPERATOR_ROUTES, type Refusal } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { answer, defineCommand, defineQuery, type Endpoint, ready, refuse } from '../http/index.ts';
import { type KioskCertificate, UnusablePublicKey } from '../kiosk-trust/index.ts';
import { randomUuid } from '../random.ts';
import { storeAt } from '../stores/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

/** Kiosks are admitted to a store by name, and shut out at once and for good (protocol.md, Trust). */
export function kioskEndpoints({ db, clock, random, kioskTrust }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.listKiosks, async () => {
      const rows = await db.selectFrom('kiosk').selectAll().orderBy('enrolled_at').execute();
      const kiosks = rows.map(({ id, store, enrolled_at, revoked_at }) => ({
        kiosk: id,
        store,
        enrolledAt: enrolled_at.toISOString(),
        ...(revoked_at && { revokedAt: revoked_at.toISOString() }),
      }));
      return answer(200, { kiosks });
    }),
    defineCommand(OPERATOR_ROUTES.enrolKiosk, {
      prepare: async ({ body }) => {
        if ((await storeAt(db, body.store, clock.now())) === undefined) return refuse(NO_SUCH_STORE);
        const kiosk = randomUuid(random);
        const issued = await certify(() => kioskTrust.authority.certifyKiosk(kiosk, body.publicKey));
        return issued === undefined ? refuse(UNUSABLE_KEY) : ready({ kiosk, ...issued });
      },
      decide: async ({ tx, now, prepared: { kiosk, certificate, fingerprint }, body: { store, staff } }) => {
        await tx
          .insertInto('kiosk')
          .values({
            id: kiosk,
            store,
            certificate_fingerprint: fingerprint,
            enrolled_at: now,
            revoked_at: null,
          })
          .execute();
        await appendAudit(tx, { at: now, kind: 'kiosk.enrolled', subjects: { kiosk, store, staff } });
        const { authority, url } = kioskTrust;
        return answer(201, { kiosk, certificate, authority: authority.certificate, kioskUrl: url() });
      },
    }),
    defineCommand(OPERATOR_ROUTES.revokeKiosk, {
      decide: async ({ tx, now, path: { id }, body: { staff } }) => {
        const { numUpdatedRows } = await tx
          .updateTable('kiosk')
          .set({ revoked_at: now })
          .where('id', '=', id)
          .where('revoked_at', 'is', null)
          .executeTakeFirst();
        if (Number(numUpdatedRows) > 0)
          await appendAudit(tx, { at: now, kind: 'kiosk.revoked', subjects: { kiosk: id, staff } });
        return answer(200, {});
      },
    }),
  ];
}

const NO_SUCH_STORE: Refusal = {
  problem: 'invalid-request',
  errors: [{ field: 'body/store', message: 'is no store of this service' }],
};
const UNUSABLE_KEY: Refusal = {
  problem: 'invalid-request',
  errors: [{ field: 'body/publicKey', message: 'must be an ECDSA key on P-256 (SPKI in PEM)' }],
};

async function certify(issue: () => Promise<KioskCertificate>): Promise<KioskCertificate | undefined> {
  try {
    return await issue();
  } catch (error) {
    if (error instanceof UnusablePublicKey) return undefined;
    throw error;
  }
}
