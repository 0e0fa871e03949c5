import {
  type CardLookupRequest,
  COUNTER_ROUTES,
  type CounterAttestRequest,
  type CounterAuthoriseRequest,
  type CounterCompleteRequest,
  type CounterSessionRequest,
  type ResetBegin,
} from '../counter.ts';
import type { AssertionFinish, RegistrationBegin, RegistrationFinish, SignInBegin } from '../staff.ts';
import { STAFF_ROUTES } from '../staff.ts';
import { type Caller, type CallOptions, call } from './call.ts';

/** Signing in. `caller.fetch` is the browser's own: nothing is signed before there is a session. */
export function createSignInClient(caller: Caller) {
  return {
    beginRegistration: (body: RegistrationBegin, options: CallOptions = {}) =>
      call(caller, STAFF_ROUTES.beginRegistration, { body, ...options }),
    finishRegistration: (body: RegistrationFinish, options: CallOptions = {}) =>
      call(caller, STAFF_ROUTES.finishRegistration, { body, ...options }),
    beginSignIn: (body: SignInBegin, options: CallOptions = {}) =>
      call(caller, STAFF_ROUTES.beginSignIn, { body, ...options }),
    finishSignIn: (body: AssertionFinish, options: CallOptions = {}) =>
      call(caller, STAFF_ROUTES.finishSignIn, { body, ...options }),
  };
}

/** The counter's calls (R34). `caller.fetch` signs each request (`signingFetch`). */
export type CounterClient = ReturnType<typeof createCounterClient>;

export function createCounterClient(caller: Caller) {
  return {
    open: (body: CounterSessionRequest, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.openCounterSession, { body, ...options }),
    show: (id: string, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.showCounterSession, { id, ...options }),
    beginSecondPerson: (id: string, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.beginSecondPerson, { id, ...options }),
    confirmSecondPerson: (id: string, body: AssertionFinish, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.confirmSecondPerson, { id, body, ...options }),
    begin: (id: string, body: ResetBegin, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.beginReset, { id, body, ...options }),
    authorise: (id: string, body: CounterAuthoriseRequest, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.authoriseCounterReset, { id, body, ...options }),
    attest: (id: string, body: CounterAttestRequest, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.attestCounterReset, { id, body, ...options }),
    complete: (id: string, body: CounterCompleteRequest, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.completeCounterReset, { id, body, ...options }),
    lookUp: (body: CardLookupRequest, options: CallOptions = {}) =>
      call(caller, COUNTER_ROUTES.lookUpCard, { body, ...options }),
  };
}
