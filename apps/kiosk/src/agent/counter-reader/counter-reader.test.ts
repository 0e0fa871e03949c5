import { type CardChannel, CardGoneError, connectWebSocket } from '@kaijo/iso7816';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type CardReaders, ReaderList } from '../card-readers/card-readers.ts';
import { type CounterReader, startCounterReader } from './counter-reader.ts';

const COUNTER = 'https://kaijo.example';

/** Readers on which the test lays cards that answer each command with its own bytes. */
class Tray implements CardReaders {
  readonly #list = new ReaderList();
  readonly #cards = new Map<string, boolean>();
  readonly power: string[] = [];
  insertions = 0;

  get readers() {
    return this.#list.readers;
  }
  onChange(listener: () => void) {
    return this.#list.onChange(listener);
  }
  lay(reader: string): void {
    this.#cards.set(reader, true);
    this.insertions++;
    this.#tell();
  }
  take(reader: string): void {
    this.#cards.set(reader, false);
    this.#tell();
  }
  #tell(): void {
    const now = [...this.#cards].map(([name, there]) => ({
      name,
      card: there ? ('present' as const) : ('none' as const),
      insertion: String(this.insertions),
    }));
    this.#list.set(now);
  }
  async connect(reader: string) {
    this.power.push(`on ${reader}`);
    const channel: CardChannel = {
      exclusive: true,
      transmit: async (command) => {
        if (!this.#cards.get(reader)) throw new CardGoneError('gone');
        return command;
      },
      disconnect: async () => void this.power.push(`off ${reader}`),
    };
    return { kind: 'connected', channel } as const;
  }
  async close() {}
}

let tray: Tray;
let reader: CounterReader;
beforeEach(async () => {
  tray = new Tray();
  reader = await startCounterReader({ readers: tray, origin: COUNTER, port: 0 });
});
afterEach(() => reader.close());

const page = (origin?: string, url = reader.url): Promise<CardChannel> =>
  connectWebSocket(new WebSocket(url, origin === undefined ? {} : { origin }));

describe('R34: the card reader beside the clerk’s computer', () => {
  it('waits for the card, and has it alone until the page has done with it', async () => {
    const channel = await page(COUNTER);
    const answer = channel.transmit(Uint8Array.of(1, 2));
    tray.lay('a');
    expect(await answer).toEqual(Uint8Array.of(1, 2));
    await expect(page(COUNTER)).rejects.toThrow('closed');
    await channel.disconnect();
    const next = await page(COUNTER);
    expect(await next.transmit(Uint8Array.of(3))).toEqual(Uint8Array.of(3));
    await next.disconnect();
    expect(tray.power).toEqual(['on a', 'off a', 'on a', 'off a']);
  });

  it('of two cards it takes none, until one is taken away', async () => {
    tray.lay('a');
    tray.lay('b');
    const channel = await page(COUNTER);
    const answer = channel.transmit(Uint8Array.of(1));
    tray.take('a');
    expect(await answer).toEqual(Uint8Array.of(1));
    expect(tray.power).toEqual(['on b']);
    await channel.disconnect();
  });

  it('a card that is taken away ends the page’s connection', async () => {
    tray.lay('a');
    const channel = await page(COUNTER);
    await channel.transmit(Uint8Array.of(1));
    tray.take('a');
    await expect(channel.transmit(Uint8Array.of(2))).rejects.toThrow(CardGoneError);
  });

  it('a page that left while it waited leaves nothing behind', async () => {
    const left = await page(COUNTER);
    await left.disconnect();
    const channel = await page(COUNTER);
    tray.lay('a');
    expect(await channel.transmit(Uint8Array.of(1))).toEqual(Uint8Array.of(1));
    expect(tray.power).toEqual(['on a']);
    await channel.disconnect();
  });

  it.each([
    ['https://evil.example'],
    ['http://kaijo.example'],
    ['null'],
    [undefined],
  ])('refuses a page of %s', async (origin) => {
    tray.lay('a');
    await expect(page(origin)).rejects.toThrow('closed');
    expect(tray.power).toEqual([]);
  });
});
