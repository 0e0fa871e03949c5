import { ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import { admitKiosk, certifyOrRefuse } from '../kiosk-trust/index.ts';
import { randomUuid } from '../random.ts';
import { storeAt } from '../stores/index.ts';
import { digestOfCode } from './code.ts';
import type { KioskFleetDependencies } from './dependencies.ts';
import { isCodeGood } from './rules.ts';
import { findCode, spendCode } from './storage.ts';

/**
 * `POST /v1/kiosk/enrolments`: whoever brings a good code is the kiosk of that store. An unknown, a used and an ended code
 * are one refusal.
 */
export function enrolEndpoint({ db, clock, random, kioskTrust }: KioskFleetDependencies): Endpoint {
  return defineCommand(ROUTES.enrolKioskByCode, {
    prepare: async ({ body }) => {
      const now = clock.now();
      const digest = digestOfCode(body.code);
      const code = await findCode(db, digest);
      const store = code && isCodeGood(code, now) && (await storeAt(db, code.store, now));
      if (!store) return refuse({ problem: 'not-authorised' });
      const kiosk = randomUuid(random);
      const issued = await certifyOrRefuse(kioskTrust.authority, kiosk, body.publicKey);
      return issued === undefined ? refuse(UNUSABLE_KEY) : ready({ kiosk, store, digest, ...issued });
    },
    decide: async ({ tx, now, prepared: { kiosk, store, digest, certificate, fingerprint } }) => {
      if (!(await spendCode(tx, digest, now))) return refuse({ problem: 'not-authorised' });
      await admitKiosk(tx, { id: kiosk, store: store.id, fingerprint, enrolledAt: now });
      await appendAudit(tx, { at: now, kind: 'kiosk.enrolled', subjects: { kiosk, store: store.id } });
      const { authority, url } = kioskTrust;
      return answer(201, {
        kiosk,
        store: store.id,
        storeName: store.name,
        certificate,
        authority: authority.certificate,
        kioskUrl: url(),
      });
    },
  });
}

export const UNUSABLE_KEY = invalidField('body/publicKey', 'must be an ECDSA key on P-256 (SPKI in PEM)');
