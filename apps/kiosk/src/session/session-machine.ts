import type { Begun, Proven, Written } from '@kaijo/procedures';
import { assign, fromPromise, raise, setup } from 'xstate';
import {
  type FaultSeed,
  faultOfBegun,
  faultOfProven,
  faultOfWritten,
  type NotProven,
  unchanged,
} from './fault-seed.ts';
import { NOTHING_ENTERED } from './pin-pad.ts';
import {
  type CardAt,
  type Found,
  isCardThere,
  NOTHING_OF_A_HOLDER,
  type SessionContext,
  sameCards,
} from './session-context.ts';
import type { SessionEvent } from './session-events.ts';

/** What `begin` comes to: the service's answer for the screen, the reset itself stays with whoever runs the machine. */
export type Begin = { readonly kind: 'ready'; readonly found: Found } | NotBegun;
export type NotBegun =
  | Exclude<Begun, { kind: 'ready' }>
  /** PC/SC gave no exclusive connection. */
  | { readonly kind: 'no-connection'; readonly why: 'reader-in-use' | 'card-unreadable' | 'card-removed' };

/** R12: the verdict on the new PIN's first entry. */
export type FirstEntry = { readonly kind: 'acceptable' } | NonNullable<SessionContext['complaint']>;

/** R32, screens.md. */
export const SECONDS_TO_FORGET = 15;

const LEFT_ALONE = [
  { guard: 'readerIsGone', target: '#fault', actions: 'tellReaderLost' },
  { guard: 'cardIsGone', target: '#fault', actions: 'tellCardRemoved' },
  { guard: 'severalCards', target: '#fault', actions: 'tellSeveralCards' },
  { guard: 'cardIsAnother', target: '#fault', actions: 'tellCardChanged' },
] as const;

const WATCHED = { target: 'watching', reenter: true } as const;
/** R32: any touch. */
const HOLDER_IS_THERE = {
  WATCH: WATCHED,
  REST: 'absent',
  TOUCH: WATCHED,
  START: WATCHED,
  CONFIRM: WATCHED,
  BACK: WATCHED,
  PRINT: WATCHED,
  LANGUAGE: WATCHED,
  TYPED: WATCHED,
} as const;

/**
 * One kiosk's sessions from power-on to power-off (screens.md, Kiosk; R9-R17, R24-R33): what is shown, what is asked, and
 * what each fault leads to. Whoever runs it provides the card's and the service's parts.
 */
export const sessionMachine = setup({
  types: {
    context: {} as SessionContext,
    events: {} as SessionEvent,
    input: {} as Pick<SessionContext, 'standing' | 'cards' | 'print'>,
  },
  actors: {
    /** Connects to the card exclusively and finds its reservation (R14, R16, R29). */
    begin: fromPromise<Begin, CardAt>(notProvided),
    /** Spends what was typed on the proving PIN (R28). */
    prove: fromPromise<Proven>(notProvided),
    /** Authorisation, initialisation, the new PIN and its proof (R31). */
    write: fromPromise<Written>(notProvided),
  },
  actions: {
    // Provided by the runner.
    beginProvingEntry: () => {},
    beginNewEntry: () => {},
    keepFirstEntry: () => {},
    wipeEntries: () => {},
    /** R12: why the first entry is refused. */
    complainOfFirst: () => {},
    /** Powers the card down, lets an unauthorised reservation go, overwrites what was typed. */
    endSession: () => {},
    printSlip: () => {},
    // The machine's own.
    stepOn: assign({ step: ({ context }) => context.step + 1 }),
    emptyEntry: assign({ entry: NOTHING_ENTERED }),
    /** Whoever was here, nothing of them is left; the language too goes back to Japanese. */
    forgetHolder: assign(({ context }) => ({ ...NOTHING_OF_A_HOLDER, print: freshPrint(context) })),
    /** The same, for who goes on at once. */
    forgetLast: assign(({ context }) => ({
      ...NOTHING_OF_A_HOLDER,
      language: context.language,
      print: freshPrint(context),
    })),
    noteCards: assign({ seen: ({ context }) => context.cards }),
    complainOfMismatch: assign({ complaint: { kind: 'mismatch' } }),
    complainOfNothing: assign({ complaint: undefined }),
    keepTyped: assign(({ context, event }) => ({
      entry: event.type === 'TYPED' ? event.entry : context.entry,
    })),
    beginCounting: assign({ secondsLeft: SECONDS_TO_FORGET }),
    count: assign({ secondsLeft: ({ context }) => context.secondsLeft - 1 }),
    forget: raise({ type: 'FORGET' }),
    watch: raise({ type: 'WATCH' }),
    rest: raise({ type: 'REST' }),
    tellReaderLost: tell(unchanged('reader-lost')),
    tellCardRemoved: tell(unchanged('card-removed')),
    tellSeveralCards: tell(unchanged('several-cards')),
    tellCardChanged: tell(unchanged('card-changed')),
    tellUnreadable: tell(unchanged('card-unreadable')),
    tellInterrupted: tell(unchanged('interrupted')),
    tellDefective: tell(unchanged('card-defective')),
    /** A bug while writing: how far the card was taken is not known better. */
    tellTorn: tell({ fault: 'card-defective', card: 'initialised-or-set' }),
  },
  guards: {
    // Provided by the runner.
    entriesMatch: () => false,
    /** R12 */
    firstEntryIsWeak: () => false,
    // The machine's own.
    entryIsComplete: ({ context }) => context.entry.complete,
    somethingEntered: ({ context }) => context.entry.entered > 0,
    isOpen: ({ context }) => isOpen(context),
    isFreshAndOpen: ({ context }) => isOpen(context) && isFresh(context),
    isLoneAndOpen: ({ context }) => isOpen(context) && context.cards.kind === 'one',
    /** Laid on since the session was over. */
    isFresh: ({ context }) => isFresh(context),
    isFreshToFinish: ({ context }) => isFresh(context) && isBegun(context),
    cardThere: ({ context }) => isCardThere(context.cards),
    noCardThere: ({ context }) => !isCardThere(context.cards),
    isMute: ({ context }) => context.cards.kind === 'one' && context.cards.mute,
    isLone: ({ context }) => context.cards.kind === 'one',
    readerIsGone: ({ context }) => context.cards.kind === 'no-reader',
    cardIsGone: ({ context }) => context.cards.kind === 'none',
    severalCards: ({ context }) => context.cards.kind === 'several',
    cardIsAnother: ({ context }) => !sameCards(context.cards, context.seen),
    isLastSecond: ({ context }) => context.secondsLeft <= 1,
  },
  delays: {
    /** R32 */
    untilAsked: 60_000,
    aSecond: 1_000,
    /** screens.md, Kiosk 6. */
    untilStart: 10_000,
    /** A reader that neither answers nor fails. */
    readingLimit: 45_000,
  },
}).createMachine({
  id: 'kiosk',
  type: 'parallel',
  context: ({ input }) => ({
    ...NOTHING_OF_A_HOLDER,
    ...input,
    seen: input.cards,
    step: 0,
    secondsLeft: SECONDS_TO_FORGET,
  }),
  states: {
    session: {
      initial: 'idle',
      on: {
        CARDS: { actions: assign({ cards: ({ event }) => event.cards }) },
        STANDING: { actions: assign({ standing: ({ event }) => event.standing }) },
        PRINTED: { actions: assign({ print: ({ event }) => event.print }) },
        LANGUAGE: { actions: assign({ language: ({ event }) => event.language }) },
      },
      states: {
        idle: {
          id: 'idle',
          entry: ['forgetHolder', 'noteCards', 'stepOn', 'rest'],
          on: { START: { guard: 'isOpen', target: 'putCard' } },
          always: { guard: 'isFreshAndOpen', target: 'laid' },
        },
        /** A card has come: is it alone, does it answer? */
        laid: {
          entry: 'noteCards',
          always: [
            { guard: 'severalCards', target: 'fault', actions: 'tellSeveralCards' },
            { guard: 'isMute', target: 'fault', actions: 'tellUnreadable' },
            { guard: 'isLone', target: 'attended.reading' },
            { target: 'fault', actions: 'tellCardRemoved' },
          ],
        },
        putCard: {
          entry: ['stepOn', 'watch'],
          always: [
            { guard: 'cardThere', target: 'laid' },
            { guard: 'readerIsGone', target: 'fault', actions: 'tellReaderLost' },
          ],
          on: { CANCEL: 'idle', FORGET: 'idle' },
        },
        attended: {
          exit: 'endSession',
          initial: 'reading',
          states: {
            reading: {
              entry: ['stepOn', 'rest'],
              invoke: {
                src: 'begin',
                input: ({ context }) => cardOf(context),
                onDone: [
                  {
                    guard: ({ event }) => event.output.kind === 'ready',
                    target: 'holder.found',
                    actions: assign(({ event }) => {
                      const { found } = event.output as Extract<Begin, { kind: 'ready' }>;
                      return { found, triesLeft: found.triesLeft };
                    }),
                  },
                  {
                    target: '#fault',
                    actions: assign(({ event }) => ({ fault: faultOfNotBegun(event.output as NotBegun) })),
                  },
                ],
                onError: { target: '#fault', actions: 'tellDefective' },
              },
              after: { readingLimit: { target: '#fault', actions: 'tellDefective' } },
            },
            /** The holder has the word. */
            holder: {
              initial: 'found',
              always: LEFT_ALONE,
              on: {
                CANCEL: '#takeCard',
                FORGET: '#idle',
                SCREEN_LOST: { target: '#fault', actions: 'tellInterrupted' },
              },
              states: {
                found: {
                  entry: ['stepOn', 'watch'],
                  on: { CONFIRM: 'proving' },
                },
                proving: {
                  entry: ['beginProvingEntry', 'emptyEntry', 'stepOn', 'watch'],
                  on: {
                    TYPED: { actions: 'keepTyped' },
                    // R10: never a PIN of the wrong shape.
                    CONFIRM: { guard: 'entryIsComplete', target: '#checking' },
                  },
                },
                newPin: {
                  initial: 'first',
                  states: {
                    first: {
                      entry: ['wipeEntries', 'beginNewEntry', 'emptyEntry', 'stepOn', 'watch'],
                      on: {
                        TYPED: { actions: 'keepTyped' },
                        CONFIRM: [
                          {
                            guard: 'firstEntryIsWeak',
                            target: 'first',
                            reenter: true,
                            actions: 'complainOfFirst',
                          },
                          {
                            guard: 'entryIsComplete',
                            target: 'again',
                            actions: ['keepFirstEntry', 'complainOfNothing'],
                          },
                        ],
                      },
                    },
                    again: {
                      entry: ['beginNewEntry', 'emptyEntry', 'stepOn', 'watch'],
                      on: {
                        TYPED: { actions: 'keepTyped' },
                        CONFIRM: [
                          { guard: 'entriesMatch', target: '#writing' },
                          {
                            guard: 'somethingEntered',
                            target: 'again',
                            reenter: true,
                            actions: 'complainOfMismatch',
                          },
                        ],
                        BACK: { target: 'first', actions: 'complainOfNothing' },
                      },
                    },
                  },
                },
              },
            },
            checking: {
              id: 'checking',
              entry: ['stepOn', 'rest'],
              invoke: {
                src: 'prove',
                onDone: [
                  {
                    guard: ({ event }) => event.output.kind === 'proven',
                    target: 'holder.newPin',
                    actions: assign({ wrong: false, complaint: undefined }),
                  },
                  {
                    guard: ({ event }) => event.output.kind === 'wrong-shape',
                    target: 'holder.proving',
                  },
                  {
                    guard: ({ event }) => event.output.kind === 'wrong',
                    target: 'holder.proving',
                    actions: assign(({ event }) => ({
                      wrong: true,
                      triesLeft: (event.output as Extract<Proven, { kind: 'wrong' }>).triesLeft,
                    })),
                  },
                  {
                    target: '#fault',
                    actions: assign(({ event }) => ({ fault: faultOfProven(event.output as NotProven) })),
                  },
                ],
                onError: { target: '#fault', actions: 'tellDefective' },
              },
            },
            /** Nothing but its own end ends it: a card that is taken away, a screen or a network that is lost. */
            writing: {
              id: 'writing',
              entry: [assign({ writing: 'authorising' }), 'stepOn', 'rest'],
              on: { WRITING: { actions: assign({ writing: ({ event }) => event.step }) } },
              invoke: {
                src: 'write',
                onDone: [
                  {
                    guard: ({ event }) => event.output.kind === 'completed',
                    target: '#done',
                    actions: assign(({ event }) => ({
                      receipt: (event.output as Extract<Written, { kind: 'completed' }>).receipt,
                    })),
                  },
                  {
                    target: '#fault',
                    actions: assign(({ event }) => ({
                      fault: faultOfWritten(event.output as Exclude<Written, { kind: 'completed' }>),
                    })),
                  },
                ],
                onError: { target: '#fault', actions: 'tellTorn' },
              },
            },
          },
        },
        /** The session was ended by the holder. */
        takeCard: {
          id: 'takeCard',
          entry: ['noteCards', 'stepOn', 'watch'],
          always: { guard: 'noCardThere', target: 'idle' },
          on: { FORGET: 'idle' },
        },
        done: {
          id: 'done',
          entry: ['noteCards', 'stepOn', 'watch'],
          initial: 'cardThere',
          always: { guard: 'isFresh', target: 'next' },
          on: { FORGET: 'idle', PRINT: { actions: 'printSlip' } },
          states: {
            cardThere: { always: { guard: 'noCardThere', target: 'cardTaken' } },
            cardTaken: {
              entry: 'stepOn',
              after: { untilStart: '#idle' },
              on: { CANCEL: '#idle' },
            },
          },
        },
        fault: {
          id: 'fault',
          entry: ['noteCards', 'stepOn', 'watch'],
          always: [
            { guard: 'isFreshToFinish', target: 'toFinish' },
            { guard: 'isFresh', target: 'next' },
          ],
          on: {
            FORGET: 'idle',
            PRINT: { actions: 'printSlip' },
            CANCEL: [{ guard: 'noCardThere', target: 'idle' }, { target: 'takeCard' }],
            START: [
              { guard: 'isLoneAndOpen', target: 'next' },
              { guard: 'isOpen', target: 'nextCard' },
            ],
            DELIVERED: {
              guard: ({ context, event }) => context.fault?.session === event.session,
              target: 'done',
              actions: assign(({ event }) => ({ receipt: event.receipt, late: true })),
            },
          },
        },
        /** Somebody (the same holder, or the next) has begun anew: nothing of the last session is left. */
        next: {
          entry: 'forgetLast',
          always: [{ guard: 'isOpen', target: 'laid' }, { target: 'idle' }],
        },
        /** R25: a card that was authorised may be finished after hours; the service decides until when. */
        toFinish: { entry: 'forgetLast', always: 'laid' },
        nextCard: { entry: 'forgetLast', always: 'putCard' },
      },
    },
    /** R32: whoever waits for the holder is watched. */
    attention: {
      initial: 'absent',
      states: {
        absent: { on: { WATCH: 'watching' } },
        watching: {
          after: { untilAsked: { target: 'asking', actions: 'beginCounting' } },
          on: HOLDER_IS_THERE,
        },
        asking: {
          after: {
            aSecond: [
              { guard: 'isLastSecond', target: 'absent', actions: 'forget' },
              { target: 'asking', reenter: true, actions: 'count' },
            ],
          },
          on: HOLDER_IS_THERE,
        },
      },
    },
  },
});

function faultOfNotBegun(begun: NotBegun): FaultSeed {
  return begun.kind === 'no-connection' ? unchanged(begun.why) : faultOfBegun(begun);
}

function tell(seed: FaultSeed) {
  return assign<SessionContext, SessionEvent, undefined, SessionEvent, never>({ fault: seed });
}

function isOpen({ standing, cards }: SessionContext): boolean {
  return standing.kind === 'open' && cards.kind !== 'no-reader';
}

/** The card was left initialised, or maybe so (R17, R33). */
function isBegun({ fault, found }: SessionContext): boolean {
  return found?.resumed === true || (fault !== undefined && fault.card !== 'unchanged');
}

function isFresh({ cards, seen }: SessionContext): boolean {
  return isCardThere(cards) && !sameCards(cards, seen);
}

function freshPrint({ print }: SessionContext): SessionContext['print'] {
  return print === 'none' ? 'none' : 'ready';
}

/** In `attended` there is one: it was entered for it. */
function cardOf({ seen }: SessionContext): CardAt {
  if (seen.kind !== 'one') throw new Error('a session begins with one card');
  return seen.card;
}

async function notProvided(): Promise<never> {
  throw new Error('the machine was started without its card and service');
}
