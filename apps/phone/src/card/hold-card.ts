import { type CardChannel, CardGoneError } from '@kaijo/iso7816';
import { type JpkiPinStates, MyNumberCard } from '@kaijo/mynacard';
import { type CardTrouble, withCard } from '@kaijo/procedures';
import type { CardSource, NoReader } from './card-source.ts';

/** Between two tries to connect: a reader that refuses at once must not be asked without end. */
const PAUSE_MS = 400;

export type Held<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'no-reader'; readonly why: NoReader };

/**
 * Waits for a card and does `work` with it; a card that slips before the channel is there is waited for again. The card
 * is let go afterwards, whatever comes of it. Rejects with the signal's reason when the holder leaves.
 */
export async function holdCard<T>(
  source: CardSource,
  signal: AbortSignal,
  work: (channel: CardChannel) => Promise<T>,
): Promise<Held<T>> {
  for (;;) {
    const channel = await connect(source, signal);
    if (channel === undefined) await pause(signal);
    else if (typeof channel === 'string') return { kind: 'no-reader', why: channel };
    else return { kind: 'done', value: await withChannel(channel, signal, work) };
  }
}

async function connect(source: CardSource, signal: AbortSignal): Promise<CardChannel | NoReader | undefined> {
  try {
    return await source.waitForCard(signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof CardGoneError) return undefined;
    throw error;
  }
}

async function withChannel<T>(
  channel: CardChannel,
  signal: AbortSignal,
  work: (channel: CardChannel) => Promise<T>,
): Promise<T> {
  const leave = (): void => void channel.disconnect();
  signal.addEventListener('abort', leave);
  try {
    return await work(channel);
  } finally {
    signal.removeEventListener('abort', leave);
    await channel.disconnect();
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, PAUSE_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

export type Asked =
  | { readonly kind: 'asked'; readonly states: JpkiPinStates }
  | { readonly kind: 'not-a-my-number-card' }
  | CardTrouble;

/** The tries left of both PINs, without spending one (R10). */
export function askTries(channel: CardChannel): Promise<Asked> {
  return withCard<Asked>(async () => {
    const selection = await new MyNumberCard(channel).selectJpki();
    if (selection.kind !== 'selected') return { kind: 'not-a-my-number-card' };
    return { kind: 'asked', states: await selection.session.askBothPins() };
  });
}
