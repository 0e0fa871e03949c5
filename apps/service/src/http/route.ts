/**
 * How a feature serves a route of the contract. A route file is a list of endpoints; each says what is done, and the
 * core does the rest: it validates query and body by the contract's schemas, finds out who calls, makes a POST
 * idempotent under its key, opens and retries the transaction, and turns refusals into problems.
 *
 * A **query** reads; it never writes.
 *
 * ```ts
 * export const storeEndpoints = ({ db, clock }: StoreDependencies): readonly Endpoint[] => [
 *   defineQuery(ROUTES.listStores, async ({ query }) => {
 *     const stores = await offeredStores(db, query, clock.now());
 *     return answer(200, { stores });
 *   }),
 * ];
 * ```
 *
 * A **command** changes something, in two steps. `prepare` may talk to others (OCSP, the directory) and read the
 * database, but leaves no trace: it may run for nothing. `decide` runs in one transaction with the audit entry and the
 * record of the answer; it does nothing but database work, because it runs again when the database lost it to another
 * transaction. `now` is the moment of the decision: hours and expiry are judged by it, not by one taken in `prepare`.
 *
 * ```ts
 * export const kioskSessionEndpoints = ({ db, certificates }: KioskSessionDependencies): readonly Endpoint[] => [
 *   defineCommand(ROUTES.createKioskSession, {
 *     prepare: async ({ body, signal }) => {
 *       const card = await certificates.check(body.authCertificate, signal);
 *       return card.kind === 'usable' ? ready({ card }) : refuse(card.refusal);
 *     },
 *     decide: async ({ tx, now, prepared: { card }, caller: { kiosk } }) => {
 *       const decision = hold(await findReservation(tx, card.ref), { kiosk, session }, now);
 *       if (decision.kind === 'refuse') return decision;
 *       await storeReservation(tx, decision.to);
 *       await appendAudit(tx, { at: now, kind: 'kiosk-session.opened', subjects: { card: card.ref, kiosk } });
 *       return answer(201, kioskSessionAnswer(decision.to));
 *     },
 *   }),
 * ];
 * ```
 *
 * What `decide` returns is committed with what it wrote, refusals too (a failed face check counts). The exception are
 * transient refusals (status 429 and 5xx, see PROBLEM_STATUS): they undo what `decide` wrote and are not remembered,
 * so that the same call may be tried again. A DELETE is a command too; it needs no key, being idempotent by itself.
 */
import type { Route } from '@kaijo/contract';
import type { Static, TSchema } from 'typebox';
import type { Transaction } from '../database/index.ts';
import type { CallerOf } from './caller.ts';
import type { Multipart, MultipartBody, MultipartLimits } from './multipart.ts';
import type { Outcome, Ready, Refused } from './outcome.ts';

/** A route of the contract, or one of the operator's socket. Its caller decides on which listener it is served. */
export interface ServiceRoute extends Omit<Route, 'caller'> {
  readonly caller: Route['caller'] | 'operator';
}

/** A request that has passed the schemas. */
export interface RouteRequest<R extends ServiceRoute> {
  /** The path's parameters; `:id` is a UUID. */
  readonly path: PathParameters<R['path']>;
  readonly query: R extends { readonly query: infer Q extends TSchema } ? Static<Q> : Record<string, never>;
  readonly body: R extends { readonly body: infer B extends TSchema } ? Static<B> : undefined;
  readonly caller: CallerOf<R>;
  /** Aborted when the caller hung up or the request's time is over. For remote calls in `prepare`. */
  readonly signal: AbortSignal;
}

export type PathParameters<Path extends string> = Path extends `${string}/:${infer Name}/${infer Rest}`
  ? { readonly [N in Name]: string } & PathParameters<`/${Rest}`>
  : Path extends `${string}/:${infer Name}`
    ? { readonly [N in Name]: string }
    : Record<never, never>;

export interface Decision<P> {
  readonly tx: Transaction;
  /** The moment of this attempt. */
  readonly now: Date;
  readonly prepared: P;
}

export interface CommandSteps<Request, P, O> {
  /** Optional: without it `prepared` is undefined. */
  readonly prepare?: (request: Request) => Promise<Ready<P> | Refused>;
  readonly decide: (decision: Decision<P> & Request) => Promise<O>;
}

/** What a listener serves; made by the `define…` functions only. */
export type Endpoint = QueryEndpoint | CommandEndpoint;

export interface QueryEndpoint {
  readonly kind: 'query';
  readonly route: ServiceRoute;
  readonly handle: (request: RouteRequest<ServiceRoute>) => Promise<Outcome<ServiceRoute>>;
}

export interface CommandEndpoint {
  readonly kind: 'command';
  readonly route: ServiceRoute;
  readonly multipart?: MultipartLimits;
  readonly steps: CommandSteps<RouteRequest<ServiceRoute>, unknown, Outcome<ServiceRoute>>;
}

/** A GET. */
export function defineQuery<const R extends ServiceRoute>(
  route: R,
  handle: (request: RouteRequest<R>) => Promise<Outcome<R>>,
): Endpoint {
  return { kind: 'query', route, handle: handle as unknown as QueryEndpoint['handle'] };
}

/** A POST or DELETE, with the body that the contract says. */
export function defineCommand<const R extends ServiceRoute, P = undefined>(
  route: R,
  steps: CommandSteps<RouteRequest<R>, P, Outcome<R>>,
): Endpoint {
  return { kind: 'command', route, steps: steps as unknown as CommandEndpoint['steps'] };
}

/**
 * A POST whose body is multipart/form-data: one part of JSON and some files, which stay in memory (R23).
 * `request.body` is `{ json, files }`.
 */
export function defineMultipartCommand<const R extends ServiceRoute, J extends TSchema, P = undefined>(
  route: R,
  multipart: Multipart<J>,
  steps: CommandSteps<Omit<RouteRequest<R>, 'body'> & { readonly body: MultipartBody<J> }, P, Outcome<R>>,
): Endpoint {
  return { kind: 'command', route, multipart, steps: steps as unknown as CommandEndpoint['steps'] };
}
