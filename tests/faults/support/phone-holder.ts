import { pinBOf } from '@kaijo/cli/demo';
import { createPhoneClient, provingPinFor, type TargetPin } from '@kaijo/contract';
import { persona } from '@kaijo/personas';
import { Secret } from '@kaijo/secret';
import type { CardState } from '@kaijo/virtual-card';
import { createActor, waitFor } from 'xstate';
import { outlookActor } from '../../../apps/phone/src/actors/outlook.ts';
import { procedureActor } from '../../../apps/phone/src/actors/procedure.ts';
import { openKeptActor, watchActor } from '../../../apps/phone/src/actors/reservation.ts';
import { flowMachine } from '../../../apps/phone/src/flow/machine.ts';
import { appInstance, type Store } from '../../../apps/phone/src/keep/kept.ts';
import { stepOf } from '../../../apps/phone/src/screens/flow.ts';
import { ServiceClock } from '../../../apps/phone/src/service-clock.ts';
import { CardInHand } from '../../support/card-in-hand.ts';
import type { RestartableService } from '../../support/restartable-service.ts';
import { HOLDER, PINS } from '../../support/story.ts';
import { Wire } from '../../support/wire.ts';

/** What stays when a tab is closed: the card in the hand, the browser's storage, the network. */
export interface Pocket {
  readonly card: CardInHand;
  readonly wire: Wire;
  readonly store: Store & { readonly kept: ReadonlyMap<string, string> };
}

export async function pocketWith(locked: CardState, service: RestartableService): Promise<Pocket> {
  const kept = new Map<string, string>();
  return {
    card: await CardInHand.of(locked),
    wire: new Wire({ fetch: (url, init) => fetch(url, init), baseUrl: () => service.publicUrl }),
    store: {
      kept,
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    },
  };
}

export interface Visit {
  /** States in order, the last one included. */
  readonly seen: readonly string[];
}

/**
 * The app's own flow without screens, opened anew, and a holder who answers each screen as it asks: holds the card again
 * when it slipped, types the right PIN. `closeAt`: the tab is closed as soon as this state is shown. `onStart`: just
 * before the first message of the reservation.
 */
export async function openApp(
  pocket: Pocket,
  of: { readonly target: TargetPin; readonly terms: string; readonly now: Date },
  { closeAt, onStart = () => {} }: { readonly closeAt?: string; readonly onStart?: () => void } = {},
): Promise<Visit> {
  const { card, wire, store } = pocket;
  const client = createPhoneClient({ baseUrl: 'http://service', fetch: wire.fetch });
  const clock = new ServiceClock();
  const reservation = { client, clock, store, whenever: () => () => {} };
  const actor = createActor(
    flowMachine.provide({
      actors: {
        openKept: openKeptActor(reservation),
        watch: watchActor(reservation),
        lookOut: outlookActor(client, clock),
        procedure: procedureActor({
          client,
          cards: { waitForCard: () => card.connect() },
          appInstance: () => appInstance(store),
          sleep: async () => {},
        }),
      },
    }),
  );
  const seen: string[] = [];
  const answers: Readonly<Record<string, () => void>> = {
    choosing: () => actor.send({ type: 'CHOOSE', target: of.target }),
    'before.ready': () => {
      onStart();
      actor.send({ type: 'START', ...(of.target === 'sign' && { terms: of.terms }) });
    },
    'reserving.photographing': () => actor.send({ type: 'TYPE_INSTEAD' }),
    'reserving.confirming': () => actor.send({ type: 'PRINTED', pinB: pinBOf(persona(HOLDER), of.now) }),
    'reserving.typing': () =>
      actor.send({ type: 'PIN', pin: Secret.ofAscii(PINS[provingPinFor(of.target)]) }),
    'reserving.facing': () => actor.send({ type: 'FACE_READY' }),
    'reserving.watching': () => actor.send({ type: 'FRAMES', taken: framesFor(actor.getSnapshot()) }),
  };
  actor.subscribe(({ value }) => {
    const step = stepOf(value);
    if (seen.at(-1) === step) return;
    seen.push(step);
    if (step === closeAt) actor.stop();
    else answers[step]?.();
  });
  actor.start();
  if (actor.getSnapshot().status === 'active')
    await waitFor(actor, ({ value }) => /^(reserved|failed|restricted)/.test(stepOf(value)), {
      timeout: 20_000,
    }).catch((error: unknown) => {
      if (seen.at(-1) !== closeAt) throw error;
    });
  actor.stop();
  return { seen };
}

/** Pictures of nobody, a few of each step: the face check of these tests looks at none. */
function framesFor({
  context,
}: ReturnType<ReturnType<typeof createActor<typeof flowMachine>>['getSnapshot']>) {
  const steps = context.challenge?.liveness.steps ?? [];
  return {
    frames: steps.flatMap((step, index) =>
      [0, 1, 2, 3].map((n) => ({
        step,
        jpeg: Uint8Array.of(0xff, 0xd8, 0xff, index, n),
        at: 400 * (4 * index + n),
      })),
    ),
  };
}
