import { diagnoseActor } from '../actors/diagnose.ts';
import { outlookActor } from '../actors/outlook.ts';
import { procedureActor } from '../actors/procedure.ts';
import { cancelActor, openKeptActor, watchActor } from '../actors/reservation.ts';
import { appInstance, forget } from '../keep/kept.ts';
import type { Services } from '../services.ts';
import { flowMachine } from './machine.ts';

/** How often an open app asks what became of the reservation: the holder may stand before the kiosk with it. */
const ASK_EVERY_MS = 15_000;

/** The flow over a real service and real cards. */
export function provideFlow(services: Services) {
  const { client, clock, cards, store } = services;
  const reservation = { client, clock, store, whenever };
  return flowMachine.provide({
    actions: { forgetKept: () => forget(store) },
    actors: {
      openKept: openKeptActor(reservation),
      lookOut: outlookActor(client, clock),
      diagnose: diagnoseActor(cards),
      procedure: procedureActor({ client, cards, appInstance: () => appInstance(store), sleep }),
      watch: watchActor(reservation),
      cancel: cancelActor(reservation),
    },
  });
}

/** While the page is seen: now and then, at once when it is shown again, and when the network is back. */
function whenever(callback: () => void): () => void {
  const look = (): void => {
    if (document.visibilityState === 'visible') callback();
  };
  const timer = setInterval(look, ASK_EVERY_MS);
  document.addEventListener('visibilitychange', look);
  window.addEventListener('online', look);
  look();
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('online', look);
  };
}

/** Ends early when the network is back, or when the holder leaves. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
  });
}
