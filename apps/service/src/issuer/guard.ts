import type { CardDirectory, CrlClient, OcspClient } from '@kaijo/jpki';
import {
  bulkhead,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
  isBulkheadRejectedError,
  wrap,
} from 'cockatiel';

/** Questions under way at one of the issuer's systems; what a real responder is used to from one client. */
const AT_ONCE = 32;
/** Who comes while as many wait for their turn is told at once: nobody at a kiosk waits that long. */
const WAITING = 256;
/** So many in a row unanswered, and the system is taken for gone. */
const UNANSWERED = 5;
/** Then one question at a time tries whether it is back. */
const REST_MS = 5_000;

type Unreachable = { readonly kind: 'unreachable'; readonly why: string };
type Answer = { readonly kind: string };

/**
 * Keeps a system of the issuer that is slow or gone from holding up everybody who asks (each would wait for the whole
 * time limit) and from being flooded when it comes back. What is not asked is `unreachable`, and fails closed as such
 * (R5): the next source is tried, or the holder told that it is not known.
 */
export function guardedDirectory(directory: CardDirectory): CardDirectory {
  const guard = guardOf('directory');
  return {
    findByCertificate: (kind, reference) => guard(() => directory.findByCertificate(kind, reference)),
  };
}

/** One guard for each kind of certificates: they have a responder each. */
export function guardedOcsp(ocsp: OcspClient): OcspClient {
  const guards = { sign: guardOf('OCSP sign'), auth: guardOf('OCSP auth') };
  return { requestStatus: (kind, request) => guards[kind](() => ocsp.requestStatus(kind, request)) };
}

export function guardedCrl(crl: CrlClient): CrlClient {
  const guards = { sign: guardOf('CRL sign'), auth: guardOf('CRL auth') };
  return { fetchCrl: (kind, keyId) => guards[kind](() => crl.fetchCrl(kind, keyId)) };
}

function guardOf(name: string) {
  const isUnanswered = (answer: unknown): boolean => (answer as Answer).kind === 'unreachable';
  const breaker = circuitBreaker(handleWhenResult(isUnanswered), {
    halfOpenAfter: REST_MS,
    breaker: new ConsecutiveBreaker(UNANSWERED),
  });
  // Outside: who has waited for a turn is not sent to a system that went away meanwhile.
  const policy = wrap(bulkhead(AT_ONCE, WAITING), breaker);
  return async <A extends Answer>(ask: () => Promise<A>): Promise<A | Unreachable> => {
    try {
      return await policy.execute(ask);
    } catch (error) {
      if (isBrokenCircuitError(error))
        return { kind: 'unreachable', why: `${name} has not answered of late` };
      if (isBulkheadRejectedError(error))
        return { kind: 'unreachable', why: `${WAITING} wait for ${name} already` };
      throw error;
    }
  };
}
