import type { CardDevice } from '@kaijo/iso7816';
import type { NfcFault, NfcPlugin } from '../../apps/phone/src/nfc/nfc-plugin.ts';

interface Waiting {
  resolve(): void;
  reject(error: Error): void;
}

/**
 * The shell's NFC plugin as its native halves behave (apps/phone/native/nfc), with a software card that a hand holds to
 * it: sessions, the sheet of iOS, codes of its rejections, base64. It stands for both platforms; what differs is
 * written where it does.
 */
export class NfcOfAPhone implements NfcPlugin {
  switchedOn: 'on' | 'off' | 'none' = 'on';
  /** What the sheet of iOS said, in order. */
  readonly said: string[] = [];
  /** Everything that went over the bridge, as it would be logged. */
  readonly bridge: string[] = [];
  #device: CardDevice | undefined;
  #inSession: CardDevice | undefined;
  #waiting: Waiting | undefined;
  /** Commands until the next one is not answered (a card that hangs in a weak field). */
  hangAt: number | undefined;
  /** A session that has just ended is not over for iOS yet: so many refusals. */
  busyFor = 0;

  hold(device: CardDevice): void {
    this.#device = device;
    if (this.#waiting !== undefined) void this.#connect(this.#waiting);
  }

  takeAway(): void {
    this.#device = undefined;
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined;
  }

  /** The holder's finger on the sheet, or iOS's patience. */
  end(fault: 'CANCELLED' | 'TIMEOUT'): void {
    this.#waiting?.reject(rejection(fault));
    this.#waiting = undefined;
    this.#inSession = undefined;
  }

  async state(): ReturnType<NfcPlugin['state']> {
    return { state: this.switchedOn };
  }

  waitForCard({ message }: { readonly message: string }): Promise<void> {
    this.said.push(message);
    if (this.busyFor > 0) {
      this.busyFor--;
      return Promise.reject(rejection('BUSY'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      if (this.#device !== undefined) void this.#connect(this.#waiting);
    });
  }

  async transceive({ command }: { readonly command: string }): ReturnType<NfcPlugin['transceive']> {
    this.bridge.push(command);
    const card = this.#inSession;
    if (card === undefined) throw rejection('NOT_CONNECTED');
    if (card !== this.#device) throw this.#lost();
    if (this.hangAt !== undefined && --this.hangAt < 0) return new Promise(() => {});
    try {
      const answer = await card.exchange(Uint8Array.from(Buffer.from(command, 'base64')));
      if (card !== this.#device) throw this.#lost();
      return { response: Buffer.from(answer).toString('base64') };
    } catch {
      throw this.#lost();
    }
  }

  async close(): Promise<void> {
    this.#waiting?.reject(rejection('CANCELLED'));
    this.#waiting = undefined;
    const card = this.#inSession;
    this.#inSession = undefined;
    await card?.powerOff().catch(() => undefined);
  }

  async #connect(waiting: Waiting): Promise<void> {
    const device = this.#device;
    this.#waiting = undefined;
    try {
      await device?.powerOn();
      this.#inSession = device;
      waiting.resolve();
    } catch {
      waiting.reject(rejection('TAG_LOST'));
    }
  }

  #lost(): Error {
    this.#inSession = undefined;
    return rejection('TAG_LOST');
  }
}

function rejection(code: NfcFault): Error {
  return Object.assign(new Error(code), { code });
}
