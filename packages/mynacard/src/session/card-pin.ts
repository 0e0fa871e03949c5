import type { ResponseApdu } from '@kaijo/iso7816';
import type { Secret } from '@kaijo/secret';
import { type ChangeAnswer, changeAnswerIn, changeReferenceData } from '../command/change-reference-data.ts';
import {
  ASK_TRIES_LEFT,
  type TriesLeft,
  triesLeftIn,
  type VerifyAnswer,
  verify,
  verifyAnswerIn,
} from '../command/verify.ts';
import type { PinKind } from '../pin/pin-kind.ts';
import { checkPinShape, type PinShape } from '../pin/pin-shape.ts';
import { nonsense } from './card-link.ts';
import type { SelectedApplication } from './selected-application.ts';

/** `absent`: the card has no such PIN (R41). */
export type PinState = TriesLeft | { readonly kind: 'absent' };

type WrongShape = Extract<PinShape, { kind: 'wrong-shape' }>;

/** `correct` carries what the PIN opens. A PIN of the wrong shape was not sent to the card (R10). */
export type VerifyOutcome<Unlocked> =
  | { readonly kind: 'correct'; readonly unlocked: Unlocked }
  | Exclude<VerifyAnswer, { kind: 'correct' }>
  | WrongShape;

export type ChangeOutcome = ChangeAnswer | WrongShape;

/** One of the card's PINs in its selected application; `Unlocked` is what a right PIN opens. */
export class CardPin<Unlocked> {
  readonly kind: PinKind;
  readonly #application: SelectedApplication;
  readonly #fid: number;
  readonly #unlock: () => Unlocked;

  constructor(kind: PinKind, application: SelectedApplication, fid: number, unlock: () => Unlocked) {
    this.kind = kind;
    this.#application = application;
    this.#fid = fid;
    this.#unlock = unlock;
  }

  /** R10: the tries left, without spending one. @throws CardGoneError @throws CardProtocolError */
  askTriesLeft(): Promise<PinState> {
    return this.#application.run(() => askTriesLeft(this.#application, this.#fid));
  }

  /**
   * VERIFY. A wrong PIN costs a try, a PIN of the wrong shape is not sent (R10).
   * @throws CardGoneError: whether a try was spent is then unknown @throws CardProtocolError
   */
  async verify(pin: Secret): Promise<VerifyOutcome<Unlocked>> {
    const shape = checkPinShape(this.kind, pin);
    if (shape.kind === 'wrong-shape') return shape;
    const answer = await this.#application.run(() => sendVerify(this.#application, this.#fid, pin));
    return answer.kind === 'correct' ? { kind: 'correct', unlocked: this.#unlock() } : answer;
  }

  /**
   * CHANGE REFERENCE DATA: a new value after a VERIFY of this PIN, or once after the issuer initialised it in this power
   * cycle. A PIN of the wrong shape is not sent (R10).
   * @throws CardGoneError: which value the PIN has is then unknown @throws CardProtocolError
   */
  async change(newPin: Secret): Promise<ChangeOutcome> {
    const shape = checkPinShape(this.kind, newPin);
    if (shape.kind === 'wrong-shape') return shape;
    return this.#application.run(async () => {
      await this.#application.selectExistingFile(this.#fid);
      const answer = await this.#application.sendSecret(newPin, changeReferenceData);
      return known('CHANGE REFERENCE DATA', answer, changeAnswerIn);
    });
  }
}

/** The tries left of the PIN in file `fid`, as one step of an operation that is already running. */
export async function askTriesLeft(application: SelectedApplication, fid: number): Promise<PinState> {
  if ((await application.selectFile(fid)) === 'absent') return { kind: 'absent' };
  return known('VERIFY without a body', await application.send(ASK_TRIES_LEFT), triesLeftIn);
}

/** VERIFY against file `fid`, as one step of an operation that is already running. */
export async function sendVerify(
  application: SelectedApplication,
  fid: number,
  pin: Secret,
): Promise<VerifyAnswer> {
  await application.selectExistingFile(fid);
  return known('VERIFY', await application.sendSecret(pin, verify), verifyAnswerIn);
}

function known<T>(
  command: string,
  answer: ResponseApdu,
  meaning: (answer: ResponseApdu) => T | undefined,
): T {
  const outcome = meaning(answer);
  if (outcome === undefined) throw nonsense(command, answer);
  return outcome;
}
