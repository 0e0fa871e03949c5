import { OPERATOR_ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { answer, defineCommand, defineQuery, type Endpoint, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { isSilent, issueKioskCode, lastReports } from '../kiosk-fleet/index.ts';
import { admitKiosk, certifyOrRefuse, listKiosks, revokeKiosk } from '../kiosk-trust/index.ts';
import { randomUuid } from '../random.ts';
import { storeAt, storesById } from '../stores/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

/** Kiosks are admitted to a store by name, and shut out at once and for good (protocol.md, Trust). */
export function kioskEndpoints({ db, clock, random, kioskTrust }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.listKiosks, async () => {
      const [reports, listed, now] = [await lastReports(db), await listKiosks(db), clock.now()];
      const stores = await storesById(
        db,
        listed.map(({ store }) => store),
      );
      const kiosks = listed.map(({ id, store, enrolledAt, revokedAt }) => {
        const health = reports.get(id);
        const place = stores.get(store);
        const heardAt = health && new Date(health.heardAt);
        return {
          kiosk: id,
          store,
          ...(place && { storeName: place.name, chain: place.chainName, prefecture: place.prefecture }),
          silent: isSilent({ enrolledAt, ...(revokedAt && { revokedAt }), ...(heardAt && { heardAt }) }, now),
          enrolledAt: enrolledAt.toISOString(),
          ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
          ...(health && { health }),
        };
      });
      return answer(200, { kiosks });
    }),
    defineCommand(OPERATOR_ROUTES.enrolKiosk, {
      prepare: async ({ body }) => {
        if ((await storeAt(db, body.store, clock.now())) === undefined) return refuse(NO_SUCH_STORE);
        const kiosk = randomUuid(random);
        const issued = await certifyOrRefuse(kioskTrust.authority, kiosk, body.publicKey);
        return issued === undefined ? refuse(UNUSABLE_KEY) : ready({ kiosk, ...issued });
      },
      decide: async ({ tx, now, prepared: { kiosk, certificate, fingerprint }, body: { store, staff } }) => {
        await admitKiosk(tx, { id: kiosk, store, fingerprint, enrolledAt: now });
        await appendAudit(tx, { at: now, kind: 'kiosk.enrolled', subjects: { kiosk, store, staff } });
        const { authority, url } = kioskTrust;
        return answer(201, { kiosk, certificate, authority: authority.certificate, kioskUrl: url() });
      },
    }),
    defineCommand(OPERATOR_ROUTES.issueKioskCode, {
      prepare: async ({ body }) =>
        (await storeAt(db, body.store, clock.now())) === undefined ? refuse(NO_SUCH_STORE) : ready(undefined),
      decide: async ({ tx, now, body: { store, staff } }) =>
        answer(201, await issueKioskCode(tx, { store, staff, now, random })),
    }),
    defineCommand(OPERATOR_ROUTES.revokeKiosk, {
      decide: async ({ tx, now, path: { id }, body: { staff } }) => {
        if (await revokeKiosk(tx, id, now))
          await appendAudit(tx, { at: now, kind: 'kiosk.revoked', subjects: { kiosk: id, staff } });
        return answer(200, {});
      },
    }),
  ];
}

const NO_SUCH_STORE = invalidField('body/store', 'is no store of this service');
const UNUSABLE_KEY = invalidField('body/publicKey', 'must be an ECDSA key on P-256 (SPKI in PEM)');
