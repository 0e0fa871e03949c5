import type { KeyObject } from 'node:crypto';
import type { Secret } from '@kaijo/secret';
import type { DataFileName, KeyName } from '../card/applications.ts';
import { PIN_RULES, type PinName } from '../card/pins.ts';

/** Everything a card holds over a power cut. */
export interface CardState {
  readonly body: CardBody;
  readonly memory: CardMemory;
}

/** What personalisation wrote and nothing changes afterwards. */
export interface CardBody {
  /** 10 bytes: the key diversification data that INITIALIZE UPDATE answers (card.md, management id). */
  readonly managementId: Uint8Array;
  readonly issuerKeys: IssuerKeys;
  /** A card without signature certificate has no sign key. */
  readonly keys: { readonly [Name in KeyName]?: KeyObject };
  readonly files: { readonly [Name in DataFileName]?: Uint8Array };
}

/** The SCP03 keys of this one card (AES-128). */
export interface IssuerKeys {
  readonly version: number;
  readonly enc: Secret;
  readonly mac: Secret;
}

/** What commands change. */
export interface CardMemory {
  readonly pins: { readonly [Name in PinName]: PinRecord };
  /** SCP03 sequence counter, 24 bits: makes the pseudo-random card challenge different each time. */
  readonly sequenceCounter: number;
}

export interface PinRecord {
  readonly triesLeft: number;
  /** `undefined`: initialised, not set (card.md, Reset, 4). */
  readonly value: Secret | undefined;
}

export function withPin(memory: CardMemory, name: PinName, record: PinRecord): CardMemory {
  return { ...memory, pins: { ...memory.pins, [name]: record } };
}

/** The record of a PIN that was just set: all tries, this value. */
export function freshPin(name: PinName, value: Secret | undefined): PinRecord {
  return { triesLeft: PIN_RULES[name].tries, value };
}
