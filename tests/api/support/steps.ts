import {
  type FaceMeta,
  fromBase64Url,
  type LivenessAnswer,
  type PhoneSessionAnswer,
  type Problem,
  type ReservedAnswer,
  type TargetPin,
  toBase64Url,
} from '@kaijo/contract';
import { ANY_FRAMES } from '../../support/story.ts';
import type { Installation, Machine } from './installation.ts';
import type { ScriptedCard } from './scripted-card.ts';

type Outcome = { readonly kind: string; readonly body?: unknown; readonly problem?: Problem };

/** What the service answered, where it must have granted what was asked. */
export function granted<O extends Outcome>(outcome: O): Granted<O> {
  if (outcome.kind !== 'ok') throw new Error(`refused: ${JSON.stringify(outcome.problem ?? outcome.kind)}`);
  return outcome.body as Granted<O>;
}

type Granted<O> = O extends { readonly kind: 'ok'; readonly body: infer Body } ? Body : never;

/** `card-mismatch`, or `ok` and `unreachable` where nothing was refused. */
export function verdict(outcome: Outcome): string {
  return outcome.problem?.type.replace('/problems/', '') ?? outcome.kind;
}

/** A refusal with what tells it apart from others of its type. */
export function refusal(outcome: Outcome): Record<string, unknown> {
  const { certificate, reason } = outcome.problem ?? {};
  return { problem: verdict(outcome), ...(certificate && { certificate }), ...(reason && { reason }) };
}

export const bytes = (text: string): Uint8Array => {
  const decoded = fromBase64Url(text);
  if (decoded === undefined) throw new Error('no base64url');
  return decoded;
};

export const texts = (parts: readonly Uint8Array[]): string[] => parts.map(toBase64Url);

/** A phone in its holder's hand. */
export class PhoneVisit {
  readonly session: PhoneSessionAnswer;
  readonly #of: Installation;

  private constructor(of: Installation, session: PhoneSessionAnswer) {
    this.#of = of;
    this.session = session;
  }

  static async begin(of: Installation, targetPin: TargetPin, appInstance = crypto.randomUUID() as string) {
    return new PhoneVisit(of, granted(await PhoneVisit.tryToBegin(of, targetPin, appInstance)));
  }

  static async tryToBegin(of: Installation, targetPin: TargetPin, appInstance: string) {
    const { terms } = granted(await of.phone.showStatus());
    return of.phone.createSession({
      targetPin,
      appInstance,
      ...(targetPin === 'sign' && { consent: { terms: terms.version } }),
    });
  }

  get nonce(): Uint8Array {
    return bytes(this.session.nonce);
  }

  /** The card's own message, or what the test has made of it. */
  presentCard(card: ScriptedCard, change: (proof: ReturnType<ScriptedCard['phoneProof']>) => object = same) {
    const { targetPin } = this.session;
    const proof = change(card.phoneProof({ nonce: this.nonce, targetPin }));
    return this.#of.phone.presentCard(this.session, proof as ReturnType<ScriptedCard['phoneProof']>);
  }

  presentFace(card: ScriptedCard, { liveness }: LivenessAnswer, change: Partial<FaceMeta> = {}) {
    const meta: FaceMeta = {
      challenge: liveness.challenge,
      frames: ANY_FRAMES.frames.map(({ step, at }) => ({ step, at })),
      cardFace: card.cardFace,
      ...change,
    };
    return this.#of.phone.presentFace(
      this.session,
      meta,
      ANY_FRAMES.frames.map(({ jpeg }) => jpeg),
    );
  }
}

const same = <T>(value: T): T => value;

/** The phone's step from beginning to end. */
export async function reserve(
  of: Installation,
  card: ScriptedCard,
  targetPin: TargetPin,
): Promise<ReservedAnswer> {
  const visit = await PhoneVisit.begin(of, targetPin);
  const presented = granted(await visit.presentCard(card));
  if ('reservation' in presented) return presented;
  return granted(await visit.presentFace(card, presented));
}

/** A card on the reader of a kiosk that the service has opened a session for. */
export class KioskVisit {
  readonly session: string;
  readonly nonce: Uint8Array;
  readonly targetPin: TargetPin;
  readonly commands: readonly Uint8Array[];
  readonly #machine: Machine;

  private constructor(machine: Machine, opened: OpenedSession) {
    this.#machine = machine;
    this.session = opened.session;
    this.nonce = bytes(opened.nonce);
    this.targetPin = opened.targetPin;
    this.commands = opened.commands.map(bytes);
  }

  static async begin(of: Installation, machine: Machine, card: ScriptedCard): Promise<KioskVisit> {
    return new KioskVisit(machine, granted(await KioskVisit.tryToBegin(of, machine, card)));
  }

  static tryToBegin(of: Installation, machine: Machine, card: ScriptedCard) {
    return machine.client.createSession({
      authCertificate: card.authCertificate,
      kioskTime: of.clock.now().toISOString(),
    });
  }

  /** `chip`: whose answers are sent; `holder`: whose signature. */
  async authoriseRequest(chip: ScriptedCard, holder = chip) {
    await chip.insert();
    return { ...holder.kioskProof(this), responses: texts(await chip.answers(this.commands)) };
  }

  async authorise(card: ScriptedCard) {
    return this.#machine.client.authorise(this.session, await this.authoriseRequest(card));
  }

  /** The card takes the two commands, the new PIN, and signs (protocol.md, Kiosk, 4). */
  async write(card: ScriptedCard, commands: readonly string[], newPin: string) {
    const responses = texts(await card.answers(commands.map(bytes)));
    await card.setPin(this.targetPin, newPin);
    return { responses, ...card.doneProof(this) };
  }

  complete(request: Awaited<ReturnType<KioskVisit['write']>>) {
    return this.#machine.client.complete(this.session, request);
  }
}

interface OpenedSession {
  readonly session: string;
  readonly nonce: string;
  readonly targetPin: TargetPin;
  readonly commands: readonly string[];
}
