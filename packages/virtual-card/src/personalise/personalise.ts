import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { DemoIssuer, DirectoryEntry, Generation } from '@kaijo/jpki';
import { Secret } from '@kaijo/secret';
import type { RandomBytes } from '../card/card.ts';
import { hasPinShape, PIN_RULES, type PinName } from '../card/pins.ts';
import {
  type CardBody,
  type CardMemory,
  type CardState,
  freshPin,
  type IssuerKeys,
} from '../state/card-state.ts';
import { cardFiles } from './card-files.ts';
import type { CardKeySource } from './card-key-source.ts';
import { faceFiles, faceImages } from './face-files.ts';
import { type Holder, pinB, printedBirthDigits } from './holder.ts';
import { invalidIndividualNumber } from './invalid-number.ts';
import { issueCertificates } from './issue-certificates.ts';
import { PersonalisationError } from './personalisation-error.ts';
import { supportFiles } from './support-files.ts';

/** The PINs that the holder chooses at the counter. */
export type HolderPin = 'auth' | 'sign' | 'support' | 'resident';

export type HolderPins = { readonly [Name in HolderPin]: Secret };

export interface RsaKeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface PersonalisationRequest {
  readonly holder: Holder;
  readonly portraitJpeg: Uint8Array;
  readonly generation: Generation;
  readonly issuer: DemoIssuer;
  /** Where the card's SCP03 keys come from. */
  readonly cardKeys: CardKeySource;
  readonly pins: HolderPins;
  /** PINs that come locked: no tries left. */
  readonly locked?: readonly HolderPin[];
  readonly random: RandomBytes;
  readonly now: Date;
  /** RSA-2048; by default Node's generator, off the main thread. */
  readonly generateKeyPair?: () => Promise<RsaKeyPair>;
}

export interface PersonalisedCard {
  readonly state: CardState;
  /** As the issuer's directory has it now. */
  readonly entry: DirectoryEntry;
}

const MANAGEMENT_ID_LENGTH = 10;

/**
 * Makes a card as the issuer does, and enters it into the issuer's directory. A holder without signature certificate
 * (R41) gets a sign PIN that is initialised and not set, and no key behind it.
 * @throws PersonalisationError for a holder, picture or PIN that no card can be made from
 */
export async function personalise(request: PersonalisationRequest): Promise<PersonalisedCard> {
  const { holder, issuer, random } = request;
  assertHolder(holder);
  assertPins(request.pins);
  const individualNumber = invalidIndividualNumber(random);
  const [keys, images] = await Promise.all([
    newCardKeys(request),
    faceImages(holder, request.portraitJpeg, individualNumber),
  ]);
  const certificates = await issueCertificates({
    ...request,
    authPublicKey: keys.auth.publicKey,
    signPublicKey: keys.sign?.publicKey,
  });
  const face = faceFiles({ holder, images, issuer, publicKey: keys.face.publicKey });
  const managementId = random(MANAGEMENT_ID_LENGTH);
  const entry = await issuer.registerCard({
    managementId,
    generation: request.generation,
    cardFaceData: face.data,
    auth: certificates.auth,
    ...(certificates.sign === undefined ? {} : { sign: certificates.sign }),
  });
  const signKey = certificates.sign === undefined ? undefined : keys.sign?.privateKey;
  const body: CardBody = {
    managementId,
    issuerKeys: await issuerKeys(request.cardKeys, managementId),
    keys: { auth: keys.auth.privateKey, ...(signKey === undefined ? {} : { sign: signKey }) },
    files: cardFiles(certificates, face, supportFiles(holder, individualNumber)),
  };
  const memory = firstMemory(request, individualNumber, signKey !== undefined);
  return { entry, state: { body, memory } };
}

interface NewCardKeys {
  readonly auth: RsaKeyPair;
  readonly sign: RsaKeyPair | undefined;
  readonly face: RsaKeyPair;
}

async function newCardKeys({ holder, ...request }: PersonalisationRequest): Promise<NewCardKeys> {
  const newKeyPair = request.generateKeyPair ?? generateRsaKeyPair;
  const [auth, sign, face] = await Promise.all([
    newKeyPair(),
    holder.hasSignatureCertificate ? newKeyPair() : undefined,
    newKeyPair(),
  ]);
  return { auth, sign, face };
}

function firstMemory(
  request: PersonalisationRequest,
  individualNumber: string,
  hasSign: boolean,
): CardMemory {
  const { holder, pins, locked = [] } = request;
  const chosen = (name: HolderPin) => ({
    ...freshPin(
      name,
      pins[name].use((bytes) => Secret.copyOf(bytes)),
    ),
    ...(locked.includes(name) ? { triesLeft: 0 } : {}),
  });
  const printed = (name: PinName, value: string) => freshPin(name, Secret.ofAscii(value));
  return {
    sequenceCounter: 0,
    pins: {
      auth: chosen('auth'),
      sign: hasSign ? chosen('sign') : freshPin('sign', undefined),
      support: chosen('support'),
      resident: chosen('resident'),
      faceBirth: printed('faceBirth', printedBirthDigits(holder)),
      facePinA: printed('facePinA', individualNumber),
      facePinB: printed('facePinB', pinB(holder)),
      supportPinA: printed('supportPinA', individualNumber),
      supportPinB: printed('supportPinB', pinB(holder)),
    },
  };
}

async function issuerKeys(source: CardKeySource, managementId: Uint8Array): Promise<IssuerKeys> {
  const version = source.currentCardKeyVersion;
  const keys = await source.cardKeys(version, managementId);
  if (keys === undefined)
    throw new PersonalisationError('issuer', `there are no card keys of version ${version}`);
  const { enc, mac, dek } = keys;
  dek.wipe();
  return { version, enc, mac };
}

function assertHolder(holder: Holder): void {
  if (!/^\d{14}$/.test(pinB(holder)))
    throw new PersonalisationError('holder', 'birth date, expiry or security code cannot be printed');
}

function assertPins(pins: HolderPins): void {
  for (const name of Object.keys(pins) as HolderPin[]) {
    if (!pins[name].use((bytes) => hasPinShape(PIN_RULES[name], bytes)))
      throw new PersonalisationError('pin', `the ${name} PIN is not of its shape (R8)`);
  }
}

const generate = promisify(generateKeyPair);

function generateRsaKeyPair(): Promise<RsaKeyPair> {
  return generate('rsa', { modulusLength: 2048 });
}
