import { type CardDevice, CardGoneError } from '@kaijo/iso7816';

/** Where the power goes: `before` the command reaches the card, or `after` it was executed and before its answer is heard. */
export interface TearPoint {
  readonly when: 'before' | 'after';
  /** Counted from arming, the next command is 1. */
  readonly command: number;
}

/**
 * A card in the hand of somebody who pulls it away: cuts the power at the command that it is armed for. The client
 * cannot tell `before` from `after`: both end in a CardGoneError, until the card is powered on again.
 */
export class TearSwitch implements CardDevice {
  readonly #device: CardDevice;
  #armed: TearPoint | undefined;
  #sinceArmed = 0;
  #powered = false;
  #commands = 0;

  constructor(device: CardDevice) {
    this.#device = device;
  }

  /** Commands that reached the switch since it was made, whether executed or not. */
  get commands(): number {
    return this.#commands;
  }

  /** Cuts once, at `point`; `undefined` disarms. */
  arm(point: TearPoint | undefined): void {
    this.#armed = point;
    this.#sinceArmed = 0;
  }

  async powerOn(): Promise<Uint8Array> {
    const atr = await this.#device.powerOn();
    this.#powered = true;
    return atr;
  }

  async powerOff(): Promise<void> {
    this.#powered = false;
    await this.#device.powerOff();
  }

  async exchange(command: Uint8Array): Promise<Uint8Array> {
    if (!this.#powered) throw new CardGoneError('the card was taken away');
    this.#commands++;
    this.#sinceArmed++;
    if (this.#isDue('before')) return this.#cut();
    const response = await this.#device.exchange(command);
    return this.#isDue('after') ? this.#cut() : response;
  }

  #isDue(when: TearPoint['when']): boolean {
    return this.#armed?.when === when && this.#armed.command === this.#sinceArmed;
  }

  async #cut(): Promise<never> {
    this.#armed = undefined;
    await this.powerOff();
    throw new CardGoneError('the card was taken away');
  }
}
