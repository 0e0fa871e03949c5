import { JPKI_EF, JPKI_FILE } from '../application/jpki.ts';
import { CardPin, type PinState } from './card-pin.ts';
import { readTlvFile } from './read-file.ts';
import { type RelayOutcome, relay } from './relay.ts';
import type { SelectedApplication } from './selected-application.ts';
import { signDigest } from './signing.ts';
import { readToken, type Token } from './token.ts';

/** The JPKI application while it is the selected one. Every method throws CardGoneError and CardProtocolError. */
export class JpkiSession {
  readonly authPin: CardPin<UnlockedAuthKey>;
  readonly signPin: CardPin<UnlockedSignKey>;
  readonly #application: SelectedApplication;

  constructor(application: SelectedApplication) {
    this.#application = application;
    this.authPin = new CardPin('auth', application, JPKI_EF.AUTH_PIN, () => new UnlockedAuthKey(application));
    this.signPin = new CardPin('sign', application, JPKI_EF.SIGN_PIN, () => new UnlockedSignKey(application));
  }

  /** DER, readable without a PIN; `undefined` for a card that was issued without one (R41). */
  readAuthCertificate(): Promise<Uint8Array | undefined> {
    return this.#application.run(() => readTlvFile(this.#application, JPKI_FILE.AUTH_CERTIFICATE));
  }

  /** DER. For display: trust anchors are configured, never taken from the card (card.md, Certificates). */
  readAuthCaCertificate(): Promise<Uint8Array | undefined> {
    return this.#application.run(() => readTlvFile(this.#application, JPKI_FILE.AUTH_CA_CERTIFICATE));
  }

  /** DER. For display, like {@link readAuthCaCertificate}. */
  readSignCaCertificate(): Promise<Uint8Array | undefined> {
    return this.#application.run(() => readTlvFile(this.#application, JPKI_FILE.SIGN_CA_CERTIFICATE));
  }

  readToken(): Promise<Token> {
    return readToken(this.#application);
  }

  /** Both PINs' tries left, for the holder who does not know which one is locked. Spends none. */
  async askBothPins(): Promise<JpkiPinStates> {
    return { auth: await this.authPin.askTriesLeft(), sign: await this.signPin.askTriesLeft() };
  }

  /** Carries the issuer's commands (card.md, Reset). */
  relay(commands: readonly Uint8Array[]): Promise<RelayOutcome> {
    return relay(this.#application, commands);
  }
}

export interface JpkiPinStates {
  readonly auth: PinState;
  readonly sign: PinState;
}

/** The user-authentication key after its PIN was verified. */
export class UnlockedAuthKey {
  readonly kind = 'auth';
  readonly #application: SelectedApplication;

  constructor(application: SelectedApplication) {
    this.#application = application;
  }

  /** RSASSA-PKCS1-v1_5 with SHA-256 over the given digest of 32 bytes; 256 bytes. */
  signDigest(sha256Digest: Uint8Array): Promise<Uint8Array> {
    return signDigest(this.#application, JPKI_EF.AUTH_KEY, sha256Digest);
  }
}

/** The signature key after its PIN was verified. */
export class UnlockedSignKey {
  readonly kind = 'sign';
  readonly #application: SelectedApplication;

  constructor(application: SelectedApplication) {
    this.#application = application;
  }

  /** RSASSA-PKCS1-v1_5 with SHA-256 over the given digest of 32 bytes; 256 bytes. */
  signDigest(sha256Digest: Uint8Array): Promise<Uint8Array> {
    return signDigest(this.#application, JPKI_EF.SIGN_KEY, sha256Digest);
  }

  /** DER, `undefined` where there is none (R41). Carries name, address, birth date and sex: it stays where it was read (R38). */
  readCertificate(): Promise<Uint8Array | undefined> {
    return this.#application.run(() => readTlvFile(this.#application, JPKI_FILE.SIGN_CERTIFICATE));
  }
}
