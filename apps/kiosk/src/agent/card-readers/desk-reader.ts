import { connectWebSocket } from '@kaijo/iso7816';
import { WebSocket } from 'ws';
import { type CardReaders, type Connected, ReaderList, type ReaderNow } from './card-readers.ts';

const NAME = 'demo desk';
const LOOK_MS = 250;
const CONNECT_MS = 2_000;

/**
 * The kiosk's reader of the demo desk (`kaijo up`): a software card that lies on it or does not. For trying Kaijo without
 * a card; whoever reaches the desk's port can use that card.
 */
export function openDeskReader(deskUrl: string): CardReaders {
  const list = new ReaderList();
  let insertions = 0;
  let there: boolean | undefined;
  let closed = false;

  const tell = (card: boolean | undefined): void => {
    if (card === there) return;
    there = card;
    if (card) insertions++;
    list.set(card === undefined ? [] : [readerWith(card, insertions)]);
  };
  const look = async (): Promise<void> => {
    tell(await isCardOnKiosk(deskUrl));
    if (!closed) timer = setTimeout(() => void look(), LOOK_MS);
  };
  let timer = setTimeout(() => void look(), 0);

  return {
    get readers() {
      return list.readers;
    },
    onChange: (listener) => list.onChange(listener),
    async connect(): Promise<Connected> {
      const socket = new WebSocket(`${deskUrl.replace(/^http/, 'ws')}/kiosk`, { perMessageDeflate: false });
      try {
        const channel = await connectWebSocket(socket, { timeoutMs: CONNECT_MS });
        return { kind: 'connected', channel };
      } catch {
        return { kind: 'gone' };
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

function readerWith(card: boolean, insertions: number): ReaderNow {
  return { name: NAME, card: card ? 'present' : 'none', insertion: String(insertions) };
}

/** `undefined`: there is no desk. */
async function isCardOnKiosk(deskUrl: string): Promise<boolean | undefined> {
  try {
    const response = await fetch(`${deskUrl}/card`, { signal: AbortSignal.timeout(CONNECT_MS) });
    const { place } = (await response.json()) as { place?: unknown };
    return place === 'kiosk';
  } catch {
    return undefined;
  }
}
