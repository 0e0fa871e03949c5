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
import { concatBytes, fromHex } from '@kaijo/iso7816';
import { parseCertificate } from '@kaijo/jpki';
import { type CardMemory, type CardState, MemoryCardStore, VirtualCard } from '@kaijo/virtual-card';
import { random } from '../../support/demo-card.ts';

const SELECT_JPKI = fromHex('00A4040C0AD392F000260100000001');
const SELECT_PIN = { sign: fromHex('00A4020C02001B'), auth: fromHex('00A4020C020018') } as const;
const CHANGE_REFERENCE_DATA = fromHex('00240180');

/**
 * A card whose holder types every PIN right, for tests of what the messages prove: it signs with the card's keys at
 * once and hands over its files, while the issuer's channel is the virtual card's own.
 */
export class ScriptedCard {
  readonly state: CardState;
  readonly #store: MemoryCardStore;
  readonly #chip: VirtualCard;

  private constructor(state: CardState, store: MemoryCardStore, chip: VirtualCard) {
    this.state = state;
    this.#store = store;
    this.#chip = chip;
  }

  static async of(state: CardState): Promise<ScriptedCard> {
    const store = new MemoryCardStore(state);
    return new ScriptedCard(state, store, await VirtualCard.insert({ store, random }));
  }

  async memory(): Promise<CardMemory> {
    return (await this.#store.load()).memory;
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

  /** CHANGE REFERENCE DATA in the power cycle of the reset (card.md, Reset, 5). */
  async setPin(kind: TargetPin, pin: string): Promise<void> {
    const value = new TextEncoder().encode(pin);
    const change = concatBytes(CHANGE_REFERENCE_DATA, Uint8Array.of(value.length), value);
    const answers = await this.answers([SELECT_PIN[kind], change]);
    if (answers.some((answer) => answer[0] !== 0x90)) throw new Error('the card refused the new PIN');
  }

  #file(name: keyof CardState['body']['files']): Uint8Array {
    const file = this.state.body.files[name];
    if (file === undefined) throw new Error(`the card has no ${name}`);
    return file;
  }

  #key(kind: TargetPin): KeyObject {
    const key = this.state.body.keys[kind];
    if (key === undefined) throw new Error(`the card has no ${kind} key`);
    return key;
  }
}
