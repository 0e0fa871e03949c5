import { type CardDevice, CardGoneError, concatBytes } from '../index.ts';

/** What was done to an {@link EchoCard}, in order. */
export type CardEvent = 'on' | 'off' | `exchange ${number}`;

/**
 * A card that answers every command with itself and 9000, notes its power, and minds losing it in the middle of a
 * command.
 */
export class EchoCard implements CardDevice {
  readonly events: CardEvent[] = [];
  /** Called before an answer is given, with the command; may wait or throw. */
  before: (command: Uint8Array) => void | Promise<void> = () => {};
  #on = false;
  #busy = false;

  async powerOn(): Promise<Uint8Array> {
    this.#on = true;
    this.events.push('on');
    return Uint8Array.of(0x3b);
  }

  async powerOff(): Promise<void> {
    if (this.#busy) throw new Error('powered off in the middle of a command');
    this.#on = false;
    this.events.push('off');
  }

  async exchange(command: Uint8Array): Promise<Uint8Array> {
    if (!this.#on) throw new CardGoneError('the card has no power');
    this.events.push(`exchange ${command.length}`);
    this.#busy = true;
    try {
      await this.before(command);
    } finally {
      this.#busy = false;
    }
    return concatBytes(command, Uint8Array.of(0x90, 0x00));
  }
}
