import { RESIDENT_EF } from '../application/resident.ts';
import { CardPin } from './card-pin.ts';
import { type RelayOutcome, relay } from './relay.ts';
import type { SelectedApplication } from './selected-application.ts';

/** The resident application while it is the selected one. Its PIN opens nothing that Kaijo reads. */
export class ResidentSession {
  readonly pin: CardPin<undefined>;
  readonly #application: SelectedApplication;

  constructor(application: SelectedApplication) {
    this.#application = application;
    this.pin = new CardPin('resident', application, RESIDENT_EF.PIN, () => undefined);
  }

  /** Carries the issuer's commands (R34: at the counter). */
  relay(commands: readonly Uint8Array[]): Promise<RelayOutcome> {
    return relay(this.#application, commands);
  }
}
