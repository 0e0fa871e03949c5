import type { AuthoriseRequest, CompleteRequest, KioskSessionRequest } from '../kiosk.ts';
import type { KioskReport, RenewalRequest } from '../kiosk-fleet.ts';
import { ROUTES } from '../routes.ts';
import { type Caller, type CallOptions, call } from './call.ts';

/** The kiosk's calls (protocol.md, Kiosk). `caller.fetch` must present the kiosk's client certificate. */
export type KioskClient = ReturnType<typeof createKioskClient>;

export function createKioskClient(caller: Caller) {
  return {
    createSession: (body: KioskSessionRequest, options: CallOptions = {}) =>
      call(caller, ROUTES.createKioskSession, { body, ...options }),

    authorise: (session: string, body: AuthoriseRequest, options: CallOptions = {}) =>
      call(caller, ROUTES.authoriseReset, { id: session, body, ...options }),

    complete: (session: string, body: CompleteRequest, options: CallOptions = {}) =>
      call(caller, ROUTES.completeReset, { id: session, body, ...options }),

    giveUp: (session: string, options: CallOptions = {}) =>
      call(caller, ROUTES.giveUpKioskSession, { id: session, ...options }),

    /** R24, R36: hours and maintenance. */
    showStatus: (options: CallOptions = {}) => call(caller, ROUTES.showStatus, { ...options }),

    report: (body: KioskReport, options: CallOptions = {}) =>
      call(caller, ROUTES.reportKiosk, { body, ...options }),

    renewCertificate: (body: RenewalRequest, options: CallOptions = {}) =>
      call(caller, ROUTES.renewKioskCertificate, { body, ...options }),
  };
}
