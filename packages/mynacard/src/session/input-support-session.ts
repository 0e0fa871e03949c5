import { INPUT_SUPPORT_EF, INPUT_SUPPORT_FILE } from '../application/input-support.ts';
import { CardPin } from './card-pin.ts';
import { decodeFourAttributes, type FourAttributes } from './four-attributes.ts';
import { readExistingTlvFile } from './read-file.ts';
import { type RelayOutcome, relay } from './relay.ts';
import type { SelectedApplication } from './selected-application.ts';

/** The input-support application while it is the selected one. Every method throws CardGoneError and CardProtocolError. */
export class InputSupportSession {
  readonly pin: CardPin<UnlockedInputSupport>;
  readonly #application: SelectedApplication;

  constructor(application: SelectedApplication) {
    this.#application = application;
    this.pin = new CardPin(
      'support',
      application,
      INPUT_SUPPORT_EF.PIN,
      () => new UnlockedInputSupport(application),
    );
  }

  /** Carries the issuer's commands (R34: at the counter). */
  relay(commands: readonly Uint8Array[]): Promise<RelayOutcome> {
    return relay(this.#application, commands);
  }
}

export class UnlockedInputSupport {
  readonly #application: SelectedApplication;

  constructor(application: SelectedApplication) {
    this.#application = application;
  }

  readFourAttributes(): Promise<FourAttributes> {
    return this.#application.run(async () =>
      decodeFourAttributes(await readExistingTlvFile(this.#application, INPUT_SUPPORT_FILE.FOUR_ATTRIBUTES)),
    );
  }
}
