import type { CardChannel } from '@kaijo/iso7816';
import { type CardReaders, type Connected, ReaderList, type ReaderNow } from '@kaijo/kiosk';
import type { CardInHand } from '../../support/card-in-hand.ts';

/** Readers within the process, without PC/SC: cards are laid on and taken away by the test. */
export class Tray implements CardReaders {
  readonly #list = new ReaderList();
  readonly #slots = new Map<string, { card?: CardInHand | 'mute'; insertion: number }>();
  /** Connections that were opened, and how many are open now. */
  opened = 0;
  open = 0;
  /** Wraps each channel: where a test kills or hangs. */
  around: (channel: CardChannel) => CardChannel = (channel) => channel;
  nextConnect: Connected | undefined;

  constructor(...names: readonly string[]) {
    for (const name of names) this.#slots.set(name, { insertion: 0 });
    this.#tell();
  }

  get readers(): readonly ReaderNow[] {
    return this.#list.readers;
  }

  onChange(listener: () => void): () => void {
    return this.#list.onChange(listener);
  }

  lay(card: CardInHand | 'mute', name = this.#first()): void {
    const slot = this.#slot(name);
    slot.card = card;
    slot.insertion++;
    this.#tell();
  }

  async take(name = this.#first()): Promise<void> {
    const slot = this.#slot(name);
    const { card } = slot;
    delete slot.card;
    slot.insertion++;
    if (card instanceof Object) await card.tear.powerOff();
    this.#tell();
  }

  pullOut(name = this.#first()): void {
    this.#slots.delete(name);
    this.#tell();
  }

  plugIn(name: string): void {
    this.#slots.set(name, { insertion: 0 });
    this.#tell();
  }

  async connect(name: string): Promise<Connected> {
    const scripted = this.nextConnect;
    this.nextConnect = undefined;
    if (scripted !== undefined) return scripted;
    const card = this.#slots.get(name)?.card;
    if (card === undefined) return { kind: 'gone' };
    if (card === 'mute') return { kind: 'unresponsive' };
    this.opened++;
    this.open++;
    const channel = this.around(await card.connect());
    let closed = false;
    return {
      kind: 'connected',
      channel: {
        exclusive: true,
        transmit: (command) => channel.transmit(command),
        disconnect: async () => {
          if (!closed) this.open--;
          closed = true;
          await channel.disconnect();
        },
      },
    };
  }

  async close(): Promise<void> {}

  #first(): string {
    const [name] = this.#slots.keys();
    if (name === undefined) throw new Error('no reader');
    return name;
  }

  #slot(name: string) {
    const slot = this.#slots.get(name);
    if (slot === undefined) throw new Error(`no reader ${name}`);
    return slot;
  }

  #tell(): void {
    this.#list.set(
      [...this.#slots].map(([name, { card, insertion }]) => ({
        name,
        card: card === undefined ? 'none' : card === 'mute' ? 'mute' : 'present',
        insertion: String(insertion),
      })),
    );
  }
}
