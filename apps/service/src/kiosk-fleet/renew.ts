import { ROUTES } from '@kaijo/contract';
import { appendAudit } from '../audit/index.ts';
import { answer, defineCommand, type Endpoint, ready, refuse } from '../http/index.ts';
import { admitCertificate, certifyOrRefuse } from '../kiosk-trust/index.ts';
import type { KioskFleetDependencies } from './dependencies.ts';
import { UNUSABLE_KEY } from './enrol.ts';

/** `POST /v1/kiosk/certificates`: the kiosk that signs in now gets its next certificate, for a new key of its own. */
export function renewEndpoint({ kioskTrust }: KioskFleetDependencies): Endpoint {
  return defineCommand(ROUTES.renewKioskCertificate, {
    prepare: async ({ body, caller: { kiosk } }) => {
      const issued = await certifyOrRefuse(kioskTrust.authority, kiosk, body.publicKey);
      return issued === undefined ? refuse(UNUSABLE_KEY) : ready(issued);
    },
    decide: async ({ tx, now, prepared: { certificate, fingerprint }, caller: { kiosk } }) => {
      await admitCertificate(tx, { kiosk, fingerprint, admittedAt: now });
      await appendAudit(tx, { at: now, kind: 'kiosk.renewed', subjects: { kiosk } });
      return answer(201, { certificate, authority: kioskTrust.authority.certificate });
    },
  });
}
