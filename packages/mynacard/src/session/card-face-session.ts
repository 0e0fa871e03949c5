import { CARD_FACE_EF, CARD_FACE_FILE } from '../application/card-face.ts';
import type { VerifyAnswer } from '../command/verify.ts';
import type { PinB } from '../pin/pin-b.ts';
import { askTriesLeft, sendVerify } from './card-pin.ts';
import { readExistingTlvFile } from './read-file.ts';
import type { SelectedApplication } from './selected-application.ts';

/** PIN-B has ten tries and no store can unlock it: at most three of them are ever spent here (card.md). */
const FEWEST_TRIES_TO_START_WITH = 8;

export type PinBOutcome =
  | { readonly kind: 'correct'; readonly unlocked: UnlockedCardFace }
  /** `triesLeft` is at least 1. */
  | Extract<VerifyAnswer, { kind: 'wrong' }>
  | Extract<VerifyAnswer, { kind: 'locked' }>
  /** Nothing was sent: the tries that are left are the counter's. */
  | { readonly kind: 'too-few-tries'; readonly triesLeft: number };

/** The card-face application while it is the selected one. Every method throws CardGoneError and CardProtocolError. */
export class CardFaceSession {
  readonly #application: SelectedApplication;

  constructor(application: SelectedApplication) {
    this.#application = application;
  }

  /** Asks for the tries left first and sends PIN-B only when a wrong one leaves at least seven. */
  verifyPinB(pinB: PinB): Promise<PinBOutcome> {
    return this.#application.run(() => this.#verifyPinB(pinB));
  }

  async #verifyPinB(pinB: PinB): Promise<PinBOutcome> {
    const state = await askTriesLeft(this.#application, CARD_FACE_EF.PIN_B);
    switch (state.kind) {
      case 'tries':
        if (state.left < FEWEST_TRIES_TO_START_WITH) return { kind: 'too-few-tries', triesLeft: state.left };
        return this.#sendPinB(pinB);
      case 'verified':
        return { kind: 'correct', unlocked: new UnlockedCardFace(this.#application) };
      case 'no-tries-left':
      case 'absent':
        return { kind: 'locked', byThisTry: false };
    }
  }

  async #sendPinB(pinB: PinB): Promise<PinBOutcome> {
    const answer = await sendVerify(this.#application, CARD_FACE_EF.PIN_B, pinB.secret);
    switch (answer.kind) {
      case 'correct':
        return { kind: 'correct', unlocked: new UnlockedCardFace(this.#application) };
      case 'initialised':
        return { kind: 'locked', byThisTry: false };
      case 'wrong':
      case 'locked':
        return answer;
    }
  }
}

/**
 * The card face as the card gave it, checked by nobody. Nothing in it is decoded here: `verifyCardFace` of
 * `@kaijo/jpki/card-face` takes it as it is and gives its contents out once the issuer's signature has been verified.
 */
export interface UncheckedCardFace {
  /** EF 0002: one data object FF20. */
  readonly data: Uint8Array;
  /** EF 0004, the intermediate certificate: one data object 7F21. */
  readonly certificate: Uint8Array;
}

export class UnlockedCardFace {
  readonly #application: SelectedApplication;

  constructor(application: SelectedApplication) {
    this.#application = application;
  }

  read(): Promise<UncheckedCardFace> {
    return this.#application.run(async () => ({
      data: await readExistingTlvFile(this.#application, CARD_FACE_FILE.DATA),
      certificate: await readExistingTlvFile(this.#application, CARD_FACE_FILE.INTERMEDIATE_CERTIFICATE),
    }));
  }
}
