import { OPERATOR_ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { answer, defineCommand, defineQuery, type Endpoint, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { issueKioskCode } from '../kiosk-fleet/index.ts';
import { admitKiosk, certifyOrRefuse, revokeKiosk } from '../kiosk-trust/index.ts';
import { randomUuid } from '../random.ts';
import { storeAt } from '../stores/index.ts';
import type { OperatorDependencies } from './dependencies.ts';
import { listOperatorKiosks } from './kiosk-list.ts';

/** Kiosks are admitted to a store by name, and shut out at once and for good (protocol.md, Trust). */
export function kioskEndpoints({ db, clock, random, kioskTrust }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.listKiosks, async ({ query }) =>
      answer(200, await listOperatorKiosks(db, query, clock.now())),
    ),
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
