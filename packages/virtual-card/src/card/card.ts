import type { DecodedCommand, ResponseApdu } from '@kaijo/iso7816';
import type { CardSession } from '@kaijo/scp03';
import type { CardBody, CardMemory } from '../state/card-state.ts';
import type { Application, ElementaryFile } from './applications.ts';
import type { PinName } from './pins.ts';

/** Cryptographically random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

/** Whether selecting the application that is already selected ends its PIN state (card.md: real clients expect either). */
export type Reselect = 'clear' | 'keep';

/** What a command handler works on: one powered card. */
export interface Card {
  readonly body: CardBody;
  readonly memory: CardMemory;
  readonly cycle: PowerCycle;
  readonly random: RandomBytes;
  readonly reselect: Reselect;
  /** Resolves once `memory` is the card's memory and survives a power cut. A handler answers only after that. */
  commit(memory: CardMemory): Promise<void>;
}

/** What is gone with power-off or reset. */
export interface PowerCycle {
  application: Application | undefined;
  file: ElementaryFile | undefined;
  /** PINs of the selected application that are verified. */
  readonly verified: Set<PinName>;
  /** The PIN that an authorised reset allows to set once (card.md, Reset, 5). */
  rightToSet: PinName | undefined;
  /** The issuer's channel, from INITIALIZE UPDATE on. */
  channel: CardSession | undefined;
  /** Wrong EXTERNAL AUTHENTICATEs in a row. */
  failedAuthentications: number;
}

export function newPowerCycle(): PowerCycle {
  return {
    application: undefined,
    file: undefined,
    verified: new Set(),
    rightToSet: undefined,
    channel: undefined,
    failedAuthentications: 0,
  };
}

export type CommandHandler = (card: Card, command: DecodedCommand) => ResponseApdu | Promise<ResponseApdu>;

const NOTHING = new Uint8Array();

/** A response without data. */
export function status(sw: number): ResponseApdu {
  return { data: NOTHING, sw };
}
