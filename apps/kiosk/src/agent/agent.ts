import type { KioskClient } from '@kaijo/contract';
import { type CompletionOutbox, DEFAULT_PATIENCE, type Patience } from '@kaijo/procedures';
import { type SessionClock, SessionRunner, type SessionSnapshot } from '../session/index.ts';
import { type CardReaders, cardsOn } from './card-readers/index.ts';
import { type ScreenServer, type ScreenServerOptions, serveScreen } from './screen/index.ts';
import { ServiceLink } from './service/index.ts';
import type { Printer } from './slip/index.ts';
import { slipOf, viewOf } from './view-of.ts';

export interface AgentOptions {
  readonly version: string;
  readonly client: KioskClient;
  readonly readers: CardReaders;
  readonly outbox: CompletionOutbox;
  readonly printer?: Printer;
  readonly storeName?: string;
  readonly screen: Pick<ScreenServerOptions, 'port' | 'runtime' | 'site' | 'frameAncestors'>;
  readonly now: () => Date;
  readonly patience?: Patience;
  readonly clock?: SessionClock;
  readonly log: AgentLog;
  /** After each contact with the service. */
  readonly onContact?: () => Promise<unknown>;
}

/** Nothing of a holder and nothing that was typed goes into a log; errors by their name only. */
export interface AgentLog {
  info(what: string, details?: object): void;
  warn(what: string, details?: object): void;
}

export interface Agent {
  readonly screen: ScreenServer;
  readonly runner: SessionRunner;
  readonly link: ServiceLink;
  close(): Promise<void>;
}

/** More than that is told to the operator (R-free of decisions: the service's time counts). */
const CLOCK_OFFSET_TOLD_MS = 30_000;

/** Puts a kiosk's parts together: readers, session, service, screen, printer. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { client, readers, outbox, printer, log } = options;
  let store = options.storeName;
  let clockTold = false;
  const defect = (error: unknown): void => log.warn('a defect', { error: nameOf(error) });

  const link = new ServiceLink({
    client,
    outbox,
    now: options.now,
    report: async () => ({
      version: options.version,
      reader: readers.readers.length > 0 ? 'ready' : 'none',
      printer: printer === undefined ? 'none' : printer.failed ? 'failed' : 'ready',
    }),
    onStanding: (standing) => {
      log.info('standing', { standing: standing.kind });
      runner.send({ type: 'STANDING', standing });
    },
    onStore: (name) => {
      store = name;
    },
    onDelivered: (session, receipt) => runner.send({ type: 'DELIVERED', session, receipt }),
    onClockOffset: (milliseconds) => {
      const off = Math.abs(milliseconds) > CLOCK_OFFSET_TOLD_MS;
      if (off && !clockTold)
        log.warn('this machine’s clock is off', { milliseconds: Math.round(milliseconds) });
      clockTold = off;
    },
    onContact: async () => options.onContact?.(),
    onDefect: defect,
  });

  const place = () => ({ store, now: link.now() });
  const print = async (snapshot: SessionSnapshot): Promise<void> => {
    const slip = slipOf(snapshot, place());
    if (printer === undefined || slip === undefined || snapshot.context.print === 'printing') return;
    runner.send({ type: 'PRINTED', print: 'printing' });
    const printed = await printer.print(slip, snapshot.context.language);
    runner.send({ type: 'PRINTED', print: printed ? 'printed' : 'failed' });
  };
  const runner = new SessionRunner(
    {
      kiosk: client,
      outbox,
      patience: options.patience ?? DEFAULT_PATIENCE,
      now: options.now,
      connect: ({ reader }) => readers.connect(reader),
      print: (snapshot) => void print(snapshot).catch(defect),
      onDefect: defect,
    },
    {
      standing: link.standing,
      cards: cardsOn(readers.readers),
      print: printer === undefined ? 'none' : 'ready',
    },
    options.clock,
  );

  const screen = await serveScreen({
    ...options.screen,
    onEvent: (event) => runner.onScreenEvent(event),
    onKey: (key) => runner.onKey(key),
    onScreen: () => show(),
    onScreenLost: () => runner.send({ type: 'SCREEN_LOST' }),
  });
  const show = (): void => screen.show(viewOf(runner.snapshot, place()));
  let retry: NodeJS.Timeout | undefined;
  runner.subscribe(() => {
    show();
    clearInterval(retry);
    // R31: while the holder is told that the proof is on its way, it is brought again and again.
    if (runner.snapshot.context.fault?.fault === 'proof-pending')
      retry = setInterval(() => void link.contactNow(), DELIVER_EVERY_MS);
  });
  const stopListening = readers.onChange(() => {
    runner.send({ type: 'CARDS', cards: cardsOn(readers.readers) });
  });
  runner.send({ type: 'CARDS', cards: cardsOn(readers.readers) });
  link.start();

  return {
    screen,
    runner,
    link,
    async close() {
      clearInterval(retry);
      stopListening();
      await link.stop();
      await runner.stop();
      await screen.close();
      await readers.close();
    },
  };
}

const DELIVER_EVERY_MS = 3_000;

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
