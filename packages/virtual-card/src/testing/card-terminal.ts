import { type CardDevice, decodeResponse, fromHex, type ResponseApdu, toHex } from '@kaijo/iso7816';
import type { Reselect } from '../card/card.ts';
import { VirtualCard } from '../card/virtual-card.ts';
import type { CardState } from '../state/card-state.ts';
import { type CardStore, MemoryCardStore } from '../state/card-store.ts';
import { osRandom, sampleCardState } from './sample-card.ts';

export const JPKI = '00A4040C0AD392F000260100000001';
export const FACE = '00A4040C0AD3921000310001010402';
export const SUPPORT = '00A4040C0AD3921000310001010408';
export const RESIDENT = '00A4040C0AD3921000310001010401';
export const ASK = '00200080';

export function selectFile(id: string): string {
  return `00A4020C02${id}`;
}

/** A `Lc` field and the ASCII bytes behind it. */
export function ascii(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return toHex(Uint8Array.of(bytes.length)) + toHex(bytes);
}

export function verify(pin: string): string {
  return `00200080${ascii(pin)}`;
}

export function change(pin: string): string {
  return `00240180${ascii(pin)}`;
}

/** Talks APDUs in hex to one card. */
export class CardTerminal<Device extends CardDevice = CardDevice> {
  readonly card: Device;
  readonly store: CardStore;

  constructor(card: Device, store: CardStore) {
    this.card = card;
    this.store = store;
  }

  /** The whole answer to one command. */
  async response(hex: string): Promise<ResponseApdu> {
    const answer = decodeResponse(await this.card.exchange(fromHex(hex)));
    if (answer === undefined) throw new Error('an answer without a status word');
    return answer;
  }

  /** Status words of commands sent one after the other, the last one's returned. */
  async sw(...commands: string[]): Promise<string> {
    let sw = '';
    for (const command of commands) sw = (await this.response(command)).sw.toString(16).padStart(4, '0');
    return sw.toUpperCase();
  }

  /** Data of the last of the commands, all of which must succeed. */
  async data(...commands: string[]): Promise<Uint8Array> {
    let last: ResponseApdu | undefined;
    for (const command of commands) {
      last = await this.response(command);
      if (last.sw !== 0x9000) throw new Error(`${command} was answered ${last.sw.toString(16)}`);
    }
    return last?.data ?? new Uint8Array();
  }

  async reset(): Promise<void> {
    await this.card.powerOn();
  }
}

/** A powered card with the sample state. */
export async function terminal(
  options: { readonly state?: CardState; readonly reselect?: Reselect; readonly store?: CardStore } = {},
): Promise<CardTerminal<VirtualCard>> {
  const store = options.store ?? new MemoryCardStore(options.state ?? sampleCardState());
  const card = await VirtualCard.insert({ store, random: osRandom, reselect: options.reselect ?? 'clear' });
  await card.powerOn();
  return new CardTerminal(card, store);
}
