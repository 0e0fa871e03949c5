import type { TargetPin } from '@kaijo/contract';
import type { LockDiagnosis } from '@kaijo/mynacard';
import { assign, fromCallback, fromPromise, sendTo, setup } from 'xstate';
import { type Failure, localFailure, WAY_ON } from './failure.ts';
import type { FlowContext, FlowEvent, HolderEvent, KnownReservation, Outlook } from './types.ts';

/** What the card told about its locks, or why it could not be asked. */
export type Diagnosed =
  | { readonly kind: 'diagnosed'; readonly diagnosis: LockDiagnosis }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface ProcedureInput {
  readonly target: TargetPin;
  readonly terms: string | undefined;
}

/** Where the actors are missing, a bug shows at once. */
const missing = async (): Promise<never> => {
  throw new Error('the flow’s actors are injected');
};

/** Everything that the flow does besides deciding: injected (`provide`), so that the machine is pure and can be drawn. */
const actors = {
  /** The reservation that this phone remembers. */
  openKept: fromPromise<KnownReservation | undefined>(missing),
  lookOut: fromPromise<Outlook | undefined>(missing),
  diagnose: fromPromise<Diagnosed>(missing),
  /** Hears the holder's events that concern it and tells `ProcedureEvent`s. Stopped: everything is let go. */
  procedure: fromCallback<HolderEvent, ProcedureInput>(() => {}),
  /** Tells `WatchEvent`s. */
  watch: fromCallback<HolderEvent, { known: KnownReservation }>(() => {}),
  /** The reservation after the cancelling, or why it stands. */
  cancel: fromPromise<KnownReservation | Failure, { known: KnownReservation }>(missing),
};
export type FlowActors = typeof actors;

/**
 * The holder's way through the app (screens.md, Phone): one state, one screen. Nothing typed is in the context: PINs go
 * to the procedure's actor and are wiped there.
 */
export const flowMachine = setup({
  types: {
    context: {} as FlowContext,
    events: {} as FlowEvent,
  },
  actors,
  guards: {
    isSign: ({ context }) => context.target === 'sign',
    mayTryAgain: ({ context }) =>
      context.failure !== undefined &&
      WAY_ON[context.failure.code] === 'again' &&
      context.target !== undefined,
    isRestriction: (_, { failure }: { failure: Failure }) => failure.code === 'app-restricted',
  },
  actions: {
    forward: sendTo('procedure', ({ event }) => event as HolderEvent),
    /** The reservation is over, and the holder has seen it. */
    forgetKept: () => {},
    forgetAttempt: assign({
      read: undefined,
      triesLeft: undefined,
      hiccup: undefined,
      waitingForNetwork: false,
      challenge: undefined,
      faceTriesLeft: undefined,
      failure: undefined,
    }),
  },
}).createMachine({
  id: 'phone',
  context: { waitingForNetwork: false },
  initial: 'opening',
  on: { RESTART: { target: '.choosing', actions: 'forgetKept' } },
  states: {
    opening: {
      invoke: {
        src: 'openKept',
        onDone: [
          {
            guard: ({ event }) => event.output !== undefined,
            target: 'reserved',
            actions: assign({ known: ({ event }) => event.output }),
          },
          { target: 'choosing' },
        ],
        onError: 'choosing',
      },
    },
    choosing: {
      entry: ['forgetAttempt', assign({ target: undefined, diagnosis: undefined, suggestion: undefined })],
      on: {
        CHOOSE: { target: 'before', actions: assign({ target: ({ event }) => event.target }) },
        NOT_SURE: 'notSure',
        COUNTER: { target: 'counter', actions: assign({ counter: ({ event }) => event.reason }) },
      },
    },
    notSure: {
      initial: 'shape',
      on: { HOLD_CARD: 'diagnosing' },
      states: {
        shape: {
          on: {
            ANSWER: [
              { guard: ({ event }) => event.points === 'unknown', target: 'purpose' },
              { target: 'answer', actions: assign({ suggestion: ({ event }) => pin(event) }) },
            ],
            BACK: '#phone.choosing',
          },
        },
        purpose: {
          on: {
            ANSWER: [
              { guard: ({ event }) => event.points === 'unknown', target: 'remembered' },
              { target: 'answer', actions: assign({ suggestion: ({ event }) => pin(event) }) },
            ],
            BACK: 'shape',
          },
        },
        remembered: {
          on: {
            ANSWER: [
              {
                guard: ({ event }) => event.points === 'unknown',
                target: '#phone.counter',
                actions: assign({ counter: 'both' }),
              },
              { target: 'answer', actions: assign({ suggestion: ({ event }) => pin(event) }) },
            ],
            BACK: 'purpose',
          },
        },
        answer: {
          on: {
            CHOOSE: { target: '#phone.before', actions: assign({ target: ({ event }) => event.target }) },
            BACK: 'shape',
          },
        },
      },
    },
    diagnosing: {
      invoke: {
        src: 'diagnose',
        onDone: [
          {
            guard: ({ event }) => event.output.kind === 'diagnosed',
            target: 'diagnosed',
            actions: assign({
              diagnosis: ({ event }) =>
                event.output.kind === 'diagnosed' ? event.output.diagnosis : undefined,
            }),
          },
          {
            target: 'failed',
            actions: assign({
              failure: ({ event }) => (event.output.kind === 'failed' ? event.output.failure : undefined),
            }),
          },
        ],
        onError: { target: 'failed', actions: assign({ failure: localFailure('card-defective') }) },
      },
      on: { BACK: 'notSure' },
    },
    diagnosed: {
      on: {
        CHOOSE: { target: 'before', actions: assign({ target: ({ event }) => event.target }) },
        COUNTER: { target: 'counter', actions: assign({ counter: ({ event }) => event.reason }) },
        BACK: 'notSure',
      },
    },
    before: {
      entry: 'forgetAttempt',
      initial: 'looking',
      on: {
        START: { target: 'reserving', actions: assign({ terms: ({ event }) => event.terms }) },
        COUNTER: { target: 'counter', actions: assign({ counter: ({ event }) => event.reason }) },
        BACK: 'choosing',
      },
      states: {
        looking: {
          invoke: {
            src: 'lookOut',
            onDone: {
              target: 'ready',
              actions: assign({ outlook: ({ event, context }) => event.output ?? context.outlook }),
            },
            onError: 'ready',
          },
        },
        ready: { on: { AGAIN: 'looking' } },
      },
    },
    reserving: {
      entry: 'forgetAttempt',
      invoke: {
        id: 'procedure',
        src: 'procedure',
        input: ({ context }) => ({ target: context.target ?? 'auth', terms: context.terms }),
        onError: { target: 'failed', actions: assign({ failure: localFailure('card-defective') }) },
      },
      initial: 'session',
      on: {
        NETWORK: { actions: assign({ waitingForNetwork: ({ event }) => event.waiting }) },
        RESERVED: { target: 'reserved', actions: assign({ known: ({ event }) => event.known }) },
        FAILED: [
          {
            guard: { type: 'isRestriction', params: ({ event }) => ({ failure: event.failure }) },
            target: 'restricted',
            actions: assign({ failure: ({ event }) => event.failure }),
          },
          { target: 'failed', actions: assign({ failure: ({ event }) => event.failure }) },
        ],
        COUNTER: { target: 'counter', actions: assign({ counter: ({ event }) => event.reason }) },
        BACK: 'before',
      },
      states: {
        session: {
          on: { SESSION_OPEN: [{ guard: 'isSign', target: 'photographing' }, { target: 'touching' }] },
        },
        photographing: {
          on: {
            PHOTO_READ: { target: 'confirming', actions: assign({ read: ({ event }) => event.read }) },
            TYPE_INSTEAD: { target: 'confirming', actions: assign({ read: undefined }) },
          },
        },
        confirming: {
          on: {
            PRINTED: { target: 'touching', actions: ['forward', assign({ hiccup: undefined })] },
            BACK: 'photographing',
          },
        },
        touching: {
          on: {
            TRIES: {
              target: 'typing',
              actions: assign({ triesLeft: ({ event }) => event.left, hiccup: undefined }),
            },
            CARD_SLIPPED: { actions: assign({ hiccup: { kind: 'card-slipped' } }) },
          },
        },
        typing: {
          on: {
            PIN: { target: 'reading', actions: ['forward', assign({ hiccup: undefined })] },
            TRIES: { actions: assign({ triesLeft: ({ event }) => event.left }) },
          },
        },
        reading: {
          on: {
            CARD_SLIPPED: { actions: assign({ hiccup: { kind: 'card-slipped' } }) },
            PIN_WRONG: {
              target: 'typing',
              actions: assign({
                triesLeft: ({ event }) => event.triesLeft,
                hiccup: ({ event }) => ({ kind: 'pin-wrong', triesLeft: event.triesLeft }),
              }),
            },
            PIN_B_WRONG: { target: 'confirming', actions: assign({ hiccup: { kind: 'pin-b-wrong' } }) },
            CARD_READ: [
              { guard: 'isSign', target: 'facing', actions: assign({ hiccup: undefined }) },
              { target: 'sending', actions: assign({ hiccup: undefined }) },
            ],
          },
        },
        sending: {},
        /** The camera is open and hints are given; nothing counts yet (R20). */
        facing: {
          on: { FACE_READY: { target: 'challenging', actions: 'forward' } },
        },
        challenging: {
          on: {
            CHALLENGE: {
              target: 'watching',
              actions: assign({
                challenge: ({ event }) => event.challenge,
                faceTriesLeft: ({ event }) => event.challenge.triesLeft,
              }),
            },
          },
        },
        watching: {
          on: { FRAMES: { target: 'comparing', actions: 'forward' } },
        },
        comparing: {
          on: {
            FACE_REFUSED: [
              {
                // R19: the fifth failure in a row restricts the app, and there is no sixth to offer.
                guard: ({ event }) => event.triesLeft === 0,
                target: '#phone.restricted',
                actions: assign({ failure: ({ event }) => event.failure }),
              },
              {
                target: 'refused',
                actions: assign({
                  failure: ({ event }) => event.failure,
                  faceTriesLeft: ({ event, context }) => event.triesLeft ?? context.faceTriesLeft,
                }),
              },
            ],
          },
        },
        refused: {
          on: { AGAIN: { target: 'facing', actions: 'forward' } },
        },
      },
    },
    reserved: {
      initial: 'shown',
      invoke: {
        src: 'watch',
        input: ({ context }) => ({ known: context.known as KnownReservation }),
      },
      on: {
        RESERVATION: { actions: assign({ known: ({ event }) => event.known }) },
        FORGOTTEN: 'choosing',
        COUNTER: { target: 'counter', actions: assign({ counter: ({ event }) => event.reason }) },
      },
      states: {
        shown: { on: { CANCEL: 'asking' } },
        asking: { on: { CONFIRM_CANCEL: 'cancelling', BACK: 'shown' } },
        cancelling: {
          invoke: {
            src: 'cancel',
            input: ({ context }) => ({ known: context.known as KnownReservation }),
            onDone: [
              {
                guard: ({ event }) => 'token' in event.output,
                target: 'shown',
                actions: assign({
                  known: ({ event }) => event.output as KnownReservation,
                  failure: undefined,
                }),
              },
              {
                target: 'notCancelled',
                actions: assign({ failure: ({ event }) => event.output as Failure }),
              },
            ],
            onError: { target: 'notCancelled', actions: assign({ failure: localFailure('unreachable') }) },
          },
        },
        notCancelled: { on: { AGAIN: 'cancelling', BACK: 'shown' } },
      },
    },
    restricted: {
      on: {
        COUNTER: { target: 'counter', actions: assign({ counter: ({ event }) => event.reason }) },
        BACK: 'choosing',
      },
    },
    failed: {
      on: {
        AGAIN: [{ guard: 'mayTryAgain', target: 'before' }, { target: 'choosing' }],
        COUNTER: { target: 'counter', actions: assign({ counter: ({ event }) => event.reason }) },
        BACK: 'choosing',
      },
    },
    counter: {
      on: { BACK: 'choosing' },
    },
  },
});

function pin(event: { readonly points: TargetPin | 'unknown' }): TargetPin | undefined {
  return event.points === 'unknown' ? undefined : event.points;
}
