import type { CardMemory, CardState } from './card-state.ts';

/** Where a card keeps its state while it has no power. */
export interface CardStore {
  /** @throws CardFileError when there is no card to be read */
  load(): Promise<CardState>;
  /** Resolves when `memory` survives a power cut; rejects when nobody knows whether it does. */
  save(memory: CardMemory): Promise<void>;
  /** Lets others open the card. */
  close(): Promise<void>;
}

/** A card that lives as long as the process. */
export class MemoryCardStore implements CardStore {
  #state: CardState;

  constructor(state: CardState) {
    this.#state = state;
  }

  async load(): Promise<CardState> {
    return this.#state;
  }

  async save(memory: CardMemory): Promise<void> {
    this.#state = { ...this.#state, memory };
  }

  async close(): Promise<void> {}
}
