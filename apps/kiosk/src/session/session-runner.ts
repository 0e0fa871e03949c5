import { setTimeout as sleep } from 'node:timers/promises';
import type { KioskClient, TargetPin } from '@kaijo/contract';
import { provingPinFor } from '@kaijo/contract';
import type { CardChannel } from '@kaijo/iso7816';
import {
  type CompletionOutbox,
  KioskReset,
  type Patience,
  type Proven,
  type Written,
} from '@kaijo/procedures';
import { type Actor, assign, createActor, fromPromise, type SnapshotFrom } from 'xstate';
import type { KeyMessage, PrintState, ScreenEvent, WritingStep } from '../local-api/index.ts';
import { type EntryShown, PinPad } from './pin-pad.ts';
import type { CardAt, CardsNow, Found, SessionContext } from './session-context.ts';
import type { SessionEvent } from './session-events.ts';
import { type Begin, type FirstEntry, sessionMachine } from './session-machine.ts';
import type { Standing } from './standing.ts';

/** What a session needs of the machine that it runs on. */
export interface SessionDesk {
  readonly kiosk: KioskClient;
  readonly outbox: CompletionOutbox;
  readonly patience: Patience;
  readonly now: () => Date;
  readonly connect: (card: CardAt) => Promise<CardConnection>;
  readonly print: (snapshot: SessionSnapshot) => void;
  /** A defect of this program: told without the holder's data. */
  readonly onDefect: (error: unknown) => void;
}

export type CardConnection =
  | { readonly kind: 'connected'; readonly channel: CardChannel }
  | { readonly kind: 'in-use' | 'unresponsive' | 'gone' };

export type SessionSnapshot = SnapshotFrom<typeof sessionMachine>;
type SessionActor = Actor<typeof sessionMachine>;

/** Timers of the machine; a test lets them pass at once. */
export interface SessionClock {
  setTimeout(fn: (...args: unknown[]) => void, timeout: number): unknown;
  clearTimeout(id: unknown): void;
}

/** Runs the machine against a card and the service. It alone holds what the machine must not: digits, keys, the card. */
export class SessionRunner {
  readonly #desk: SessionDesk;
  readonly #pad = new PinPad();
  readonly #actor: SessionActor;
  #reset: KioskReset | undefined;
  #channel: CardChannel | undefined;
  /** The card of the last session is powered down before the next one is spoken to. */
  #ending: Promise<void> = Promise.resolve();
  /** Counts sessions: what a given-up one comes to later is not the next one's. */
  #sessions = 0;
  /** The proof is the service's, or in the outbox. */
  #proven = false;

  constructor(
    desk: SessionDesk,
    start: { readonly standing: Standing; readonly cards: CardsNow; readonly print: PrintState },
    clock?: SessionClock,
  ) {
    this.#desk = desk;
    const machine = sessionMachine.provide({
      actors: {
        begin: fromPromise<Begin, CardAt>(({ input }) => this.#told(this.#begin(input))),
        prove: fromPromise<Proven>(() => this.#told(this.#prove())),
        write: fromPromise<Written>(() => this.#told(this.#write())),
      },
      actions: {
        beginProvingEntry: () => this.#beginEntry(provingPinFor(this.#targetPin())),
        beginNewEntry: () => this.#beginEntry(this.#targetPin()),
        keepFirstEntry: () => this.#pad.keepFirst(),
        wipeEntries: () => this.#pad.wipe(),
        complainOfFirst: assign({ complaint: () => complaintOf(this.#judgeFirst()) }),
        endSession: () => this.#endSession(),
        printSlip: ({ self }) => desk.print(self.getSnapshot() as SessionSnapshot),
      },
      guards: {
        entriesMatch: () => this.#pad.matchesFirst(),
        firstEntryIsWeak: () => this.#judgeFirst().kind !== 'acceptable',
      },
    });
    this.#actor = createActor(machine, { input: start, ...(clock && { clock }) });
    this.#actor.start();
  }

  get snapshot(): SessionSnapshot {
    return this.#actor.getSnapshot();
  }

  subscribe(listener: (snapshot: SessionSnapshot) => void): void {
    this.#actor.subscribe(listener);
  }

  send(event: SessionEvent): void {
    this.#actor.send(event);
  }

  /** What the holder did, unless the session has moved on since. */
  onScreenEvent(event: ScreenEvent): void {
    if ('step' in event && event.step !== this.snapshot.context.step) return;
    if (event.kind === 'language') this.send({ type: 'LANGUAGE', language: event.language });
    else if (event.kind === 'erase') this.#typed(() => this.#pad.erase());
    else if (event.kind === 'clear') this.#typed(() => this.#pad.clear());
    else this.send({ type: SIGNAL[event.kind] });
  }

  onKey({ step, key }: KeyMessage): void {
    if (step === this.snapshot.context.step) this.#typed(() => this.#pad.press(key));
  }

  /** The last session's card has no power any more. */
  whenPoweredDown(): Promise<void> {
    return this.#ending;
  }

  /** Ends the session where it can be ended, and powers the card down. */
  async stop(): Promise<void> {
    this.#actor.stop();
    this.#endSession();
    await this.#ending;
  }

  /** A key outside of an entry is not taken. */
  #typed(change: () => EntryShown): void {
    const { snapshot } = this;
    if (snapshot.matches(PROVING) || snapshot.matches(NEW_PIN)) this.send({ type: 'TYPED', entry: change() });
  }

  async #begin(card: CardAt): Promise<Begin> {
    const session = ++this.#sessions;
    await this.#ending;
    const connection = await this.#desk.connect(card);
    if (connection.kind !== 'connected')
      return { kind: 'no-connection', why: NO_CONNECTION[connection.kind] };
    if (session !== this.#sessions) {
      await connection.channel.disconnect();
      return { kind: 'card-gone' };
    }
    this.#channel = connection.channel;
    const { kiosk, outbox, patience, now } = this.#desk;
    const begun = await KioskReset.begin(connection.channel, {
      kiosk: this.#watched(kiosk),
      outbox,
      patience,
      now,
    });
    if (begun.kind !== 'ready') return begun;
    if (session !== this.#sessions) {
      await begun.reset.giveUp();
      return { kind: 'card-gone' };
    }
    this.#reset = begun.reset;
    return { kind: 'ready', found: foundIn(begun.reset) };
  }

  #prove(): Promise<Proven> {
    const reset = this.#resetNow();
    return this.#pad.spend((pin) => reset.prove(pin));
  }

  async #write(): Promise<Written> {
    const reset = this.#resetNow();
    try {
      const written = await this.#pad.spend((pin) => reset.write(pin));
      this.#proven = written.kind === 'completed' || written.kind === 'proof-pending';
      return written;
    } finally {
      this.#pad.wipe();
    }
  }

  #judgeFirst(): FirstEntry {
    const reset = this.#resetNow();
    const verdict = this.#pad.judge((pin) => reset.checkNewPin(pin));
    return verdict.kind === 'wrong-shape' ? { kind: 'wrong-shape' } : verdict;
  }

  /** The service's part of writing, as the screen counts it. */
  #watched(kiosk: KioskClient): KioskClient {
    const step = (one: WritingStep): void => this.send({ type: 'WRITING', step: one });
    return {
      ...kiosk,
      authorise: async (...of) => {
        const answer = await kiosk.authorise(...of);
        step('writing');
        return answer;
      },
      complete: (...of) => {
        step('confirming');
        return kiosk.complete(...of);
      },
    };
  }

  /** R32: nothing of the holder's is left, the card has no power, and another kiosk may have the reservation. */
  #endSession(): void {
    this.#pad.wipe();
    this.#sessions++;
    const reset = this.#proven ? undefined : this.#reset;
    const channel = this.#channel;
    const last = this.#ending;
    this.#proven = false;
    this.#reset = undefined;
    this.#channel = undefined;
    this.#ending = (async () => {
      await last;
      await channel?.disconnect();
      // What was authorised stays to be finished (R17): the service lets go of the hold only.
      if (reset !== undefined) await Promise.race([reset.giveUp(), sleep(LET_GO_MS)]);
    })().catch(this.#desk.onDefect);
  }

  #beginEntry(kind: TargetPin): void {
    this.#pad.begin(kind);
  }

  #resetNow(): KioskReset {
    if (this.#reset === undefined) throw new Error('no session');
    return this.#reset;
  }

  #targetPin(): TargetPin {
    return this.#resetNow().targetPin;
  }

  #told<T>(work: Promise<T>): Promise<T> {
    work.catch(this.#desk.onDefect);
    return work;
  }
}

/** How long the next session waits for the service to let go of the last one. */
const LET_GO_MS = 2_000;

const PROVING = { session: { attended: { holder: 'proving' } } } as const;
const NEW_PIN = { session: { attended: { holder: 'newPin' } } } as const;

const SIGNAL = {
  touch: 'TOUCH',
  start: 'START',
  confirm: 'CONFIRM',
  back: 'BACK',
  cancel: 'CANCEL',
  print: 'PRINT',
} as const;

const NO_CONNECTION = {
  'in-use': 'reader-in-use',
  unresponsive: 'card-unreadable',
  gone: 'card-removed',
} as const;

function foundIn({ targetPin, provingPinState, session }: KioskReset): Found {
  return {
    targetPin,
    reservedUntil: session.reservedUntil,
    finishBy: session.finishBy,
    resumed: session.resumed,
    triesLeft: provingPinState.kind === 'tries' ? provingPinState.left : undefined,
  };
}

function complaintOf(verdict: FirstEntry): SessionContext['complaint'] {
  return verdict.kind === 'acceptable' ? undefined : verdict;
}
