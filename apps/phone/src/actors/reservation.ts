import { type PhoneClient, problemTypeOf } from '@kaijo/contract';
import { fromCallback, fromPromise } from 'xstate';
import { type Failure, failureOf, localFailure } from '../flow/failure.ts';
import type { HolderEvent, KnownReservation, WatchEvent } from '../flow/types.ts';
import { forget, type Kept, keep, readKept, type Store } from '../keep/kept.ts';
import type { ServiceClock } from '../service-clock.ts';

export interface ReservationParts {
  readonly client: PhoneClient;
  readonly store: Store | undefined;
  readonly clock: ServiceClock;
  /** Calls back when it is worth asking again: now and then, when the page is shown again, when the network is back. */
  readonly whenever: (callback: () => void) => () => void;
}

/** What the service says of the kept reservation; without an answer, what it said last; `undefined`: it knows none. */
async function ask(
  { client, clock }: Pick<ReservationParts, 'client' | 'clock'>,
  kept: Kept,
): Promise<KnownReservation | undefined> {
  const [shown, status] = await Promise.all([client.showReservation(kept.token), client.showStatus()]);
  if (status.kind === 'ok') clock.learn(status.body.now);
  if (shown.kind === 'ok') return { token: kept.token, reservation: shown.body, heard: true };
  if (shown.kind === 'problem' && problemTypeOf(shown.problem) === 'not-authorised') return undefined;
  return { ...kept, heard: false };
}

/** The reservation that this phone remembers, as the app opens. */
export function openKeptActor(parts: ReservationParts) {
  const { store } = parts;
  return fromPromise<KnownReservation | undefined>(async () => {
    const kept = readKept(store);
    if (kept === undefined) return undefined;
    const known = await ask(parts, kept);
    // R15: one that the holder has ended or replaced is nothing to open the app with.
    if (known === undefined || isOld(known)) {
      forget(store);
      return undefined;
    }
    keep(store, known);
    return known;
  });
}

function isOld({ reservation }: KnownReservation): boolean {
  return reservation.endedBy === 'cancelled' || reservation.endedBy === 'replaced';
}

/** Keeps the reservation while it is shown, and asks now and then what became of it. */
export function watchActor(parts: ReservationParts) {
  const { store, whenever } = parts;
  return fromCallback<HolderEvent, { known: KnownReservation }>(({ input, sendBack }) => {
    let stopped = false;
    let current = input.known;
    keep(store, current);
    const tell = (event: WatchEvent): void => {
      if (!stopped) sendBack(event);
    };
    const look = async (): Promise<void> => {
      const known = await ask(parts, current);
      if (stopped) return;
      if (known === undefined) {
        forget(store);
        tell({ type: 'FORGOTTEN' });
        return;
      }
      current = known;
      keep(store, known);
      tell({ type: 'RESERVATION', known });
    };
    const rest = whenever(() => void look());
    return () => {
      stopped = true;
      rest();
    };
  });
}

export function cancelActor({ client, store }: ReservationParts) {
  return fromPromise<KnownReservation | Failure, { known: KnownReservation }>(
    async ({ input: { known } }) => {
      const cancelled = await client.cancelReservation(known.token);
      if (cancelled.kind === 'unreachable') return localFailure('unreachable');
      if (cancelled.kind === 'problem') return failureOf(cancelled.problem);
      const after: KnownReservation = { token: known.token, reservation: cancelled.body, heard: true };
      keep(store, after);
      return after;
    },
  );
}
