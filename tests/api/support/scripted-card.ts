import { type KeyObject, sign as signBytes } from 'node:crypto';
import {
  type CardFace,
  type Credential,
  cardFaceDigest,
  doneMessage,
  kioskMessage,
  phoneMessage,
  provingPinFor,
  type TargetPin,
  toBase64Url,
} from '@kaijo/contract';
import { fromHex } from '@kaijo/iso7816';
import { type DemoIssuer, type DirectoryEntry, parseCertificate } from '@kaijo/jpki';
import { type PersonaName, persona } from '@kaijo/personas';
import { readPortrait } from '@kaijo/personas/files';
import { Secret } from '@kaijo/secret';
import {
  type CardKeySource,
  type CardState,
  MemoryCardStore,
  personalise,
  VirtualCard,
} from '@kaijo/virtual-card';
import { osRandom } from './os-random.ts';

const SELECT_JPKI = fromHex('00A4040C0AD392F000260100000001');
const PINS = { auth: '4190', sign: 'KAIJO7', support: '5203', resident: '6814' };

/**
 * A card whose holder types every PIN right, for tests of what the messages prove: it signs with the card's keys at
 * once and hands over its files, while the issuer's channel is the virtual card's own.
 */
export class ScriptedCard {
  readonly entry: DirectoryEntry;
  readonly #state: CardState;
  readonly #chip: VirtualCard;

  private constructor(entry: DirectoryEntry, state: CardState, chip: VirtualCard) {
    this.entry = entry;
    this.#state = state;
    this.#chip = chip;
  }

  static async issue(of: {
    readonly holder: PersonaName;
    readonly issuer: DemoIssuer;
    readonly cardKeys: CardKeySource;
    readonly now: Date;
  }): Promise<ScriptedCard> {
    const { entry, state } = await personalise({
      holder: persona(of.holder),
      portraitJpeg: await readPortrait(of.holder),
      generation: '2023',
      issuer: of.issuer,
      cardKeys: of.cardKeys,
      pins: {
        auth: Secret.ofAscii(PINS.auth),
        sign: Secret.ofAscii(PINS.sign),
        support: Secret.ofAscii(PINS.support),
        resident: Secret.ofAscii(PINS.resident),
      },
      random: osRandom,
      now: of.now,
    });
    const chip = await VirtualCard.insert({ store: new MemoryCardStore(state), random: osRandom });
    return new ScriptedCard(entry, state, chip);
  }

  /** EF 000A, free to read. */
  get authCertificate(): string {
    return toBase64Url(this.#file('authCertificate'));
  }

  get cardFace(): CardFace {
    return {
      data: toBase64Url(this.#file('faceData')),
      certificate: toBase64Url(this.#file('faceIntermediateCertificate')),
    };
  }

  credential(kind: TargetPin): Credential {
    if (kind === 'auth') return { kind, certificate: this.authCertificate };
    const certificate = parseCertificate(this.#file('signCertificate'));
    if (certificate === undefined) throw new Error('the card has no signature certificate');
    return {
      kind,
      serial: toBase64Url(certificate.serial),
      issuerKeyId: toBase64Url(certificate.issuerKeyId),
    };
  }

  signature(kind: TargetPin, message: Uint8Array): string {
    return toBase64Url(signBytes('sha256', message, this.#key(kind)));
  }

  /** The phone's card message (protocol.md, Phone, 2). */
  phoneProof(of: {
    readonly nonce: Uint8Array;
    readonly targetPin: TargetPin;
    readonly cardFace?: CardFace;
  }) {
    const { nonce, targetPin } = of;
    const cardFace = targetPin === 'sign' ? (of.cardFace ?? this.cardFace) : undefined;
    const digest = cardFace && cardFaceDigest(cardFace);
    const message = phoneMessage({ nonce, targetPin, ...(digest && { cardFaceDigest: digest }) });
    const proving = provingPinFor(targetPin);
    return {
      credential: this.credential(proving),
      signature: this.signature(proving, message),
      ...(cardFace && { cardFace }),
    };
  }

  /** Credential and signature of the kiosk's authorise message. */
  kioskProof(of: { readonly nonce: Uint8Array; readonly session: string; readonly targetPin: TargetPin }) {
    const proving = provingPinFor(of.targetPin);
    return { credential: this.credential(proving), signature: this.signature(proving, kioskMessage(of)) };
  }

  /** Credential and signature of the kiosk's complete message. */
  doneProof(of: { readonly nonce: Uint8Array; readonly session: string; readonly targetPin: TargetPin }) {
    return {
      credential: this.credential(of.targetPin),
      signature: this.signature(of.targetPin, doneMessage(of)),
    };
  }

  /** Puts the card on the reader: power, and the JPKI application selected. */
  async insert(): Promise<void> {
    await this.#chip.powerOn();
    await this.#chip.exchange(SELECT_JPKI);
  }

  /** The card's answers to commands that a kiosk carries to it. */
  async answers(commands: readonly Uint8Array[]): Promise<Uint8Array[]> {
    const responses: Uint8Array[] = [];
    for (const command of commands) responses.push(await this.#chip.exchange(command));
    return responses;
  }

  #file(name: keyof CardState['body']['files']): Uint8Array {
    const file = this.#state.body.files[name];
    if (file === undefined) throw new Error(`the card has no ${name}`);
    return file;
  }

  #key(kind: TargetPin): KeyObject {
    const key = this.#state.body.keys[kind];
    if (key === undefined) throw new Error(`the card has no ${kind} key`);
    return key;
  }
}
