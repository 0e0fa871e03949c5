import {
  type CounterClient,
  type CounterProof,
  type CounterReceipt,
  type CounterSession,
  type Credential,
  counterMessage,
  fromBase64Url,
  type Problem,
  toBase64Url,
} from '@kaijo/contract';
import { type CardChannel, CardProtocolError } from '@kaijo/iso7816';
import {
  type CardPin,
  checkPinShape,
  checkPinStrength,
  MyNumberCard,
  type PinKind,
  type RelayOutcome,
  type UnlockedAuthKey,
  type UnlockedSignKey,
} from '@kaijo/mynacard';
import type { Secret } from '@kaijo/secret';
import { askAgain, type Patience } from '../asking-again.ts';
import { withCard } from '../card-trouble.ts';
import { authCredential, parseSignCertificate, signCredential } from '../credentials.ts';
import type { NewPinVerdict } from '../kiosk/kiosk-reset.ts';
import {
  INITIALISED,
  INITIALISED_OR_SET,
  SET,
  type TargetPinState,
  UNCHANGED,
  UNCHANGED_OR_INITIALISED,
} from '../kiosk/target-pin-state.ts';
import { sha256 } from '../sha256.ts';

export interface CounterDesk {
  readonly counter: CounterClient;
  readonly patience: Patience;
}

/** One attempt at one PIN of a counter session; after a torn card the same call is made again (R33). */
export interface CounterAttempt {
  readonly session: CounterSession;
  readonly pin: PinKind;
  /** As the card was read when the session was opened. */
  readonly authCertificate: string;
  /** Typed twice by the holder, and checked (`checkNewPin`). The caller's to wipe. */
  readonly newPin: Secret;
}

export type CounterWritten =
  | { readonly kind: 'completed'; readonly receipt: CounterReceipt }
  | { readonly kind: 'refused'; readonly problem: Problem; readonly state: TargetPinState }
  | {
      readonly kind: 'unreachable' | 'card-gone' | 'card-defective' | 'card-refused' | 'not-a-my-number-card';
      readonly state: TargetPinState;
    };

/** R8, R12: judged before anything is written. The list of weak PINs counts for every PIN of four digits. */
export function checkNewPinAtCounter(
  pin: PinKind,
  newPin: Secret,
  { newPinPolicy }: Pick<CounterSession, 'newPinPolicy'>,
): NewPinVerdict {
  const shape = checkPinShape(pin, newPin);
  if (shape.kind === 'wrong-shape') return shape;
  if (pin === 'sign') return { kind: 'acceptable' };
  const strength = checkPinStrength(newPin, newPinPolicy);
  return strength.kind === 'weak' ? strength : { kind: 'acceptable' };
}

/**
 * Initialises, sets and proves one PIN at the counter (R34, card.md, Reset), without a pause in between. The card is
 * left as R33 says wherever it stops; the state tells where that is.
 */
export async function resetAtCounter(
  channel: CardChannel,
  desk: CounterDesk,
  attempt: CounterAttempt,
): Promise<CounterWritten> {
  if (checkNewPinAtCounter(attempt.pin, attempt.newPin, attempt.session).kind !== 'acceptable')
    throw new Error('the new PIN was not checked');
  const writing = new Writing(desk, attempt);
  const written = await withCard(() => writing.run(channel));
  if (written.kind === 'card-gone' || written.kind === 'card-defective')
    return { kind: written.kind, state: writing.state };
  return written;
}

type Key = UnlockedAuthKey | UnlockedSignKey;

/** The PIN in its application, while that is the selected one. */
interface Application {
  readonly pin: CardPin<unknown>;
  relay(commands: readonly Uint8Array[]): Promise<RelayOutcome>;
}

/** What the service has decided, in the card's bytes. */
interface Authorised {
  readonly nonce: Uint8Array;
  readonly commands: readonly Uint8Array[];
  readonly attestation?: readonly Uint8Array[];
}

class Writing {
  state: TargetPinState = UNCHANGED;
  readonly #desk: CounterDesk;
  readonly #of: CounterAttempt;

  constructor(desk: CounterDesk, of: CounterAttempt) {
    this.#desk = desk;
    this.#of = of;
  }

  async run(channel: CardChannel): Promise<CounterWritten> {
    const application = await applicationOf(new MyNumberCard(channel), this.#of.pin);
    if (application === undefined) return this.#stopped('not-a-my-number-card');
    const authorised = await this.#authorise(application);
    if ('kind' in authorised) return authorised;
    const responses = await this.#initialise(application, authorised.commands);
    if (responses === undefined) return this.#stopped('card-refused');
    if (!(await this.#set(application))) return this.#stopped('card-refused');
    const verified = await application.pin.verify(this.#of.newPin);
    if (verified.kind !== 'correct') return this.#stopped('card-refused');
    const proof =
      authorised.attestation === undefined
        ? await this.#signature(verified.unlocked as Key, authorised.nonce, responses)
        : await this.#attestation(application, responses, authorised.attestation);
    return proof.kind === 'signature' || proof.kind === 'attestation' ? this.#complete(proof) : proof;
  }

  async #authorise(application: Application): Promise<Authorised | CounterWritten> {
    const { counter, patience } = this.#desk;
    const { session, pin, authCertificate } = this.#of;
    const begun = await askAgain(patience, (idempotencyKey) =>
      counter.begin(session.session, { pin }, { idempotencyKey }),
    );
    if (begun.kind !== 'ok') return this.#trouble(begun);
    const opened = await application.relay(begun.body.commands.map(bytesOf));
    if (opened.kind === 'not-relayed') return this.#stopped('card-refused');
    const body = { pin, authCertificate, responses: opened.responses.map(toBase64Url) };
    const answer = await askAgain(patience, (idempotencyKey) =>
      counter.authorise(session.session, body, { idempotencyKey }),
    );
    if (answer.kind !== 'ok') return this.#trouble(answer);
    const { commands, attestation } = answer.body;
    return {
      nonce: bytesOf(begun.body.nonce),
      commands: commands.map(bytesOf),
      ...(attestation && { attestation: attestation.map(bytesOf) }),
    };
  }

  /** Step 4 of card.md. `undefined`: the card refused and nothing is changed on it. */
  async #initialise(
    application: Application,
    commands: readonly Uint8Array[],
  ): Promise<readonly Uint8Array[] | undefined> {
    this.state = UNCHANGED_OR_INITIALISED;
    const relayed = await application.relay(commands);
    this.state = relayed.kind === 'relayed' ? INITIALISED : UNCHANGED;
    return relayed.kind === 'relayed' ? relayed.responses : undefined;
  }

  /** Step 5 of card.md. */
  async #set({ pin }: Application): Promise<boolean> {
    this.state = INITIALISED_OR_SET;
    const outcome = await pin.change(this.#of.newPin);
    this.state = outcome.kind === 'changed' ? SET : INITIALISED;
    return outcome.kind === 'changed';
  }

  /** R31: the key behind the new PIN signs. */
  async #signature(key: Key, nonce: Uint8Array, responses: readonly Uint8Array[]): Promise<CounterProof> {
    const { session, authCertificate } = this.#of;
    const message = counterMessage({ nonce, session: session.session, pin: key.kind });
    const credential: Credential =
      key.kind === 'auth'
        ? authCredential(bytesOf(authCertificate))
        : signCredential(parseSignCertificate(await key.readCertificate()));
    const signature = await key.signDigest(await sha256(message));
    return {
      kind: 'signature',
      responses: responses.map(toBase64Url),
      credential,
      signature: toBase64Url(signature),
    };
  }

  /** No key is behind this PIN: the card attests to the service that it is set. */
  async #attestation(
    application: Application,
    responses: readonly Uint8Array[],
    commands: readonly Uint8Array[],
  ): Promise<CounterProof | CounterWritten> {
    const { counter, patience } = this.#desk;
    const { session, pin } = this.#of;
    const opened = await application.relay(commands);
    if (opened.kind === 'not-relayed') return this.#stopped('card-refused');
    const body = { pin, responses: responses.map(toBase64Url), opening: opened.responses.map(toBase64Url) };
    const answer = await askAgain(patience, (idempotencyKey) =>
      counter.attest(session.session, body, { idempotencyKey }),
    );
    if (answer.kind !== 'ok') return this.#trouble(answer);
    // The attestation itself is a warning, 63Cx: the relay stops there, after the last command.
    const attested = await application.relay(answer.body.commands.map(bytesOf));
    if (attested.kind === 'not-relayed') return this.#stopped('card-refused');
    return { kind: 'attestation', responses: attested.responses.map(toBase64Url) };
  }

  async #complete(proof: CounterProof): Promise<CounterWritten> {
    const { counter, patience } = this.#desk;
    const { session, pin } = this.#of;
    const answer = await askAgain(patience, (idempotencyKey) =>
      counter.complete(session.session, { pin, proof }, { idempotencyKey }),
    );
    return answer.kind === 'ok' ? { kind: 'completed', receipt: answer.body } : this.#trouble(answer);
  }

  #stopped(kind: Exclude<CounterWritten['kind'], 'completed' | 'refused'>): CounterWritten {
    return { kind, state: this.state };
  }

  #trouble(
    trouble: { readonly kind: 'problem'; readonly problem: Problem } | { readonly kind: 'unreachable' },
  ): CounterWritten {
    return trouble.kind === 'problem'
      ? { kind: 'refused', problem: trouble.problem, state: this.state }
      : this.#stopped('unreachable');
  }
}

async function applicationOf(card: MyNumberCard, pin: PinKind): Promise<Application | undefined> {
  switch (pin) {
    case 'sign':
    case 'auth': {
      const selection = await card.selectJpki();
      if (selection.kind !== 'selected') return undefined;
      const { session } = selection;
      const target = pin === 'sign' ? session.signPin : session.authPin;
      return { pin: target, relay: (commands) => session.relay(commands) };
    }
    case 'support': {
      const selection = await card.selectInputSupport();
      return selection.kind === 'selected' ? selection.session : undefined;
    }
    case 'resident': {
      const selection = await card.selectResident();
      return selection.kind === 'selected' ? selection.session : undefined;
    }
  }
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64Url(text);
  if (bytes === undefined) throw new CardProtocolError('what came is no base64url');
  return bytes;
}
