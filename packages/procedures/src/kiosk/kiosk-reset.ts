import {
  type Credential,
  doneMessage,
  fromBase64Url,
  type KioskClient,
  type KioskSessionAnswer,
  kioskMessage,
  type Receipt,
  type TargetPin,
  toBase64Url,
} from '@kaijo/contract';
import { type CardChannel, CardProtocolError } from '@kaijo/iso7816';
import {
  type CalendarDate,
  checkPinShape,
  checkPinStrength,
  type JpkiSession,
  MyNumberCard,
  type PinShapeFault,
  type PinState,
  type UnlockedAuthKey,
  type UnlockedSignKey,
  type VerifyOutcome,
  type WeakPinReason,
} from '@kaijo/mynacard';
import type { Secret } from '@kaijo/secret';
import { askAgain, type Patience, type ServiceTrouble } from '../asking-again.ts';
import { type CardTrouble, withCard } from '../card-trouble.ts';
import { authCredential, parseSignCertificate, signCredential } from '../credentials.ts';
import { sha256 } from '../sha256.ts';
import { type CompletionOutbox, deliver, type PendingCompletion } from './completion-outbox.ts';
import {
  INITIALISED,
  INITIALISED_OR_SET,
  SET,
  type TargetPinState,
  UNCHANGED,
  UNCHANGED_OR_INITIALISED,
} from './target-pin-state.ts';

export interface KioskDesk {
  readonly kiosk: KioskClient;
  readonly outbox: CompletionOutbox;
  readonly patience: Patience;
  /** The kiosk's clock, told to the service and deciding nothing. */
  readonly now: () => Date;
}

export type Begun =
  | { readonly kind: 'ready'; readonly reset: KioskReset }
  | { readonly kind: 'not-a-my-number-card' }
  /** R41: issued without certificates; the counter is the way. */
  | { readonly kind: 'no-certificate' }
  /** R11: the proving PIN is locked; the reservation stays as it is. */
  | { readonly kind: 'proving-pin-locked' }
  | CardTrouble
  | ServiceTrouble;

export type Proven =
  | { readonly kind: 'proven' }
  | Exclude<VerifyOutcome<unknown>, { kind: 'correct' }>
  | CardTrouble;

export type NewPinVerdict =
  | { readonly kind: 'acceptable' }
  | { readonly kind: 'wrong-shape'; readonly faults: readonly PinShapeFault[] }
  /** R12 */
  | { readonly kind: 'weak'; readonly reason: WeakPinReason };

export type Written =
  | { readonly kind: 'completed'; readonly receipt: Receipt }
  /**
   * The new PIN works, but the service has not answered the proof yet (R31: not done yet). `kept`: it is in the outbox;
   * where that could not keep it, whoever holds it has to deliver it.
   */
  | { readonly kind: 'proof-pending'; readonly pending: PendingCompletion; readonly kept: boolean }
  | { readonly kind: 'refused'; readonly problem: ServiceRefusal['problem']; readonly state: TargetPinState }
  | { readonly kind: 'unreachable'; readonly state: TargetPinState }
  | { readonly kind: 'card-gone' | 'card-defective' | 'card-refused'; readonly state: TargetPinState };

type ServiceRefusal = Extract<ServiceTrouble, { kind: 'refused' }>;
type ProvingKey = UnlockedAuthKey | UnlockedSignKey;

/** What a right proving PIN gives: the key to sign with, and the birth date for R12 where the card has shown it. */
interface Proof {
  readonly key: ProvingKey;
  readonly credential: Credential;
  readonly birthDate?: CalendarDate;
}

/**
 * The holder's two minutes at the machine (protocol.md, Kiosk; R28-R31): one card, one reservation, one attempt. The
 * methods are called in order; the machine's screens ask the holder in between. PINs stay the caller's to wipe.
 */
export class KioskReset {
  readonly targetPin: TargetPin;
  /** Tries left of the proving PIN when the card was laid on (R10). */
  readonly provingPinState: PinState;
  readonly session: KioskSessionAnswer;
  readonly #desk: KioskDesk;
  readonly #jpki: JpkiSession;
  readonly #authCertificate: Uint8Array;
  readonly #nonce: Uint8Array;
  #proof: Proof | undefined;
  #state: TargetPinState = UNCHANGED;

  private constructor(of: {
    desk: KioskDesk;
    jpki: JpkiSession;
    authCertificate: Uint8Array;
    session: KioskSessionAnswer;
    nonce: Uint8Array;
    provingPinState: PinState;
  }) {
    this.#desk = of.desk;
    this.#jpki = of.jpki;
    this.#authCertificate = of.authCertificate;
    this.#nonce = of.nonce;
    this.session = of.session;
    this.targetPin = of.session.targetPin;
    this.provingPinState = of.provingPinState;
  }

  /** Card on the reader: finds the reservation and asks the tries left of the proving PIN. */
  static begin(channel: CardChannel, desk: KioskDesk): Promise<Begun> {
    return withCard(() => KioskReset.#begin(channel, desk));
  }

  static async #begin(channel: CardChannel, desk: KioskDesk): Promise<Begun> {
    const selection = await new MyNumberCard(channel).selectJpki();
    if (selection.kind !== 'selected') return { kind: 'not-a-my-number-card' };
    const jpki = selection.session;
    const authCertificate = await jpki.readAuthCertificate();
    if (authCertificate === undefined) return { kind: 'no-certificate' };
    const body = { authCertificate: toBase64Url(authCertificate), kioskTime: desk.now().toISOString() };
    const answer = await askAgain(desk.patience, (idempotencyKey) =>
      desk.kiosk.createSession(body, { idempotencyKey }),
    );
    if (answer.kind === 'problem') return { kind: 'refused', problem: answer.problem };
    if (answer.kind === 'unreachable') return answer;
    const session = answer.body;
    const letGo = (): Promise<unknown> => desk.kiosk.giveUp(session.session);
    try {
      const provingPinState = await provingPinOf(jpki, session.targetPin).askTriesLeft();
      const nonce = bytesOf(session.nonce);
      if (provingPinState.kind !== 'no-tries-left' && provingPinState.kind !== 'absent') {
        const reset = new KioskReset({ desk, jpki, authCertificate, session, nonce, provingPinState });
        return { kind: 'ready', reset };
      }
    } catch (error) {
      // Nobody has heard of the session: another kiosk need not wait for its end.
      await letGo();
      throw error;
    }
    await letGo();
    return { kind: 'proving-pin-locked' };
  }

  /** R28: the proving PIN. A wrong one costs a try and may be typed again; a locked one ends the session (R11). */
  prove(provingPin: Secret): Promise<Proven> {
    return withCard(async (): Promise<Proven> => {
      const outcome = await this.#verifyProvingPin(provingPin);
      if (outcome.kind === 'locked') await this.giveUp();
      if (outcome.kind !== 'correct') return outcome;
      this.#proof = await this.#proofWith(outcome.unlocked);
      return { kind: 'proven' };
    });
  }

  #verifyProvingPin(pin: Secret): Promise<VerifyOutcome<ProvingKey>> {
    return this.targetPin === 'sign' ? this.#jpki.authPin.verify(pin) : this.#jpki.signPin.verify(pin);
  }

  async #proofWith(key: ProvingKey): Promise<Proof> {
    if (key.kind === 'auth') return { key, credential: authCredential(this.#authCertificate) };
    const certificate = parseSignCertificate(await key.readCertificate());
    const birth = certificate.holder?.birthDate;
    return {
      key,
      credential: signCredential(certificate),
      ...(birth && { birthDate: calendarDateOf(birth.date) }),
    };
  }

  /** R8, R12: judged before anything is written. */
  checkNewPin(newPin: Secret): NewPinVerdict {
    const shape = checkPinShape(this.targetPin, newPin);
    if (shape.kind === 'wrong-shape') return shape;
    if (this.targetPin === 'sign') return { kind: 'acceptable' };
    const strength = checkPinStrength(newPin, this.session.newPinPolicy, this.#proof?.birthDate);
    return strength.kind === 'weak' ? strength : { kind: 'acceptable' };
  }

  /**
   * Authorisation, initialisation, the new PIN and its proof (R31), without a pause in between. The caller has had the
   * new PIN typed twice and checked.
   */
  async write(newPin: Secret): Promise<Written> {
    if (this.checkNewPin(newPin).kind !== 'acceptable') throw new Error('the new PIN was not checked');
    const written = await withCard(() => this.#write(newPin));
    if (written.kind === 'card-gone' || written.kind === 'card-defective')
      return { kind: written.kind, state: this.#state };
    return written;
  }

  async #write(newPin: Secret): Promise<Written> {
    const authorised = await this.#authorise();
    if (authorised.kind !== 'authorised') return authorised;
    const responses = await this.#initialise(authorised.commands);
    if (responses === undefined) return { kind: 'card-refused', state: this.#state };
    if (!(await this.#set(newPin))) return { kind: 'card-refused', state: this.#state };
    return this.#prove(newPin, responses);
  }

  async #authorise(): Promise<
    Written | { readonly kind: 'authorised'; readonly commands: readonly Uint8Array[] }
  > {
    if (this.#proof === undefined) throw new Error('prove comes before write');
    const { key, credential } = this.#proof;
    const { session, targetPin, commands } = this.session;
    const signature = await key.signDigest(
      await sha256(kioskMessage({ nonce: this.#nonce, session, targetPin })),
    );
    const opened = await this.#jpki.relay(commands.map(bytesOf));
    if (opened.kind === 'not-relayed') return { kind: 'card-refused', state: this.#state };
    const body = {
      credential,
      signature: toBase64Url(signature),
      responses: opened.responses.map(toBase64Url),
    };
    const answer = await askAgain(this.#desk.patience, (idempotencyKey) =>
      this.#desk.kiosk.authorise(session, body, { idempotencyKey }),
    );
    if (answer.kind === 'problem') return { kind: 'refused', problem: answer.problem, state: this.#state };
    if (answer.kind === 'unreachable') return { kind: 'unreachable', state: this.#state };
    return { kind: 'authorised', commands: answer.body.commands.map(bytesOf) };
  }

  /** Step 4 of card.md. `undefined`: the card refused and nothing is changed on it. */
  async #initialise(commands: readonly Uint8Array[]): Promise<readonly Uint8Array[] | undefined> {
    const before = this.#state;
    this.#state = UNCHANGED_OR_INITIALISED;
    const relayed = await this.#jpki.relay(commands);
    if (relayed.kind !== 'relayed') {
      this.#state = before;
      return undefined;
    }
    this.#state = INITIALISED;
    return relayed.responses;
  }

  /** Step 5 of card.md. */
  async #set(newPin: Secret): Promise<boolean> {
    this.#state = INITIALISED_OR_SET;
    const outcome = await this.#targetPinOnCard().change(newPin);
    this.#state = outcome.kind === 'changed' ? SET : INITIALISED;
    return outcome.kind === 'changed';
  }

  /** Step 6 of card.md, and the message that tells the service. */
  async #prove(newPin: Secret, responses: readonly Uint8Array[]): Promise<Written> {
    const verified = await this.#verifyTargetPin(newPin);
    if (verified.kind !== 'correct') return { kind: 'card-refused', state: this.#state };
    const { session } = this.session;
    const credential = await this.#targetCredential(verified.unlocked);
    const signature = await verified.unlocked.signDigest(
      await sha256(doneMessage({ nonce: this.#nonce, session })),
    );
    const pending: PendingCompletion = {
      session,
      idempotencyKey: crypto.randomUUID(),
      request: { responses: responses.map(toBase64Url), credential, signature: toBase64Url(signature) },
    };
    const kept = await keep(pending, this.#desk.outbox);
    const outcome = await deliver(pending, this.#desk);
    switch (outcome.kind) {
      case 'completed':
        return outcome;
      case 'refused':
        return { ...outcome, state: this.#state };
      case 'unreachable':
        return { kind: 'proof-pending', pending, kept };
    }
  }

  async #targetCredential(key: ProvingKey): Promise<Credential> {
    if (key.kind === 'auth') return authCredential(this.#authCertificate);
    return signCredential(parseSignCertificate(await key.readCertificate()));
  }

  #targetPinOnCard() {
    return this.targetPin === 'sign' ? this.#jpki.signPin : this.#jpki.authPin;
  }

  #verifyTargetPin(pin: Secret): Promise<VerifyOutcome<ProvingKey>> {
    return this.targetPin === 'sign' ? this.#jpki.signPin.verify(pin) : this.#jpki.authPin.verify(pin);
  }

  /**
   * R32: lets the reservation go, so that another kiosk may have it at once. What was authorised stays to be finished
   * (R17). Never throws.
   */
  async giveUp(): Promise<void> {
    await this.#desk.kiosk.giveUp(this.session.session);
  }
}

/** A disk that is full must not keep the proof from the service. */
function keep(pending: PendingCompletion, outbox: CompletionOutbox): Promise<boolean> {
  return outbox.keep(pending).then(
    () => true,
    () => false,
  );
}

function provingPinOf(jpki: JpkiSession, target: TargetPin) {
  return target === 'sign' ? jpki.authPin : jpki.signPin;
}

/** From the certificate's `YYYY-MM-DD`. */
function calendarDateOf(date: string): CalendarDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return { year, month, day };
}

/** The contract's schema has checked the shape; what is still no base64url comes from no Kaijo service. */
function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new CardProtocolError('the service sent what is no base64url');
  return bytes;
}
