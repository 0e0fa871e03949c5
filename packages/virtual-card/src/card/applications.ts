import { equalBytes, fromHex } from '@kaijo/iso7816';
import type { PinName } from './pins.ts';

export type ApplicationName = 'jpki' | 'face' | 'support' | 'resident';

export type KeyName = 'auth' | 'sign';

/** The transparent files that hold data, by what is in them. */
export type DataFileName =
  | 'signCertificate'
  | 'signCaCertificate'
  | 'token'
  | 'authCertificate'
  | 'authCaCertificate'
  | 'faceBirth'
  | 'faceData'
  | 'faceInformation'
  | 'faceIntermediateCertificate'
  | 'faceNumberImage'
  | 'supportNumber'
  | 'supportAttributes'
  | 'supportSignature'
  | 'supportIntermediateCertificate'
  | 'supportInformation';

/** `readableAfter`: one of these PINs must be verified; nothing named means free. */
export interface DataFile {
  readonly kind: 'data';
  readonly id: number;
  readonly name: DataFileName;
  readonly readableAfter: readonly PinName[];
}

export interface PinFile {
  readonly kind: 'pin';
  readonly id: number;
  readonly pin: PinName;
}

/** A private key that signs after its PIN. */
export interface KeyFile {
  readonly kind: 'key';
  readonly id: number;
  readonly key: KeyName;
  readonly pin: PinName;
}

export type ElementaryFile = DataFile | PinFile | KeyFile;

export interface Application {
  readonly name: ApplicationName;
  readonly aid: Uint8Array;
  readonly files: readonly ElementaryFile[];
  /** Which PIN a P2 of RESET RETRY COUNTER means (K); empty: the application has no issuer channel. */
  readonly resettable: ReadonlyMap<number, PinName>;
}

const data = (id: number, name: DataFileName, ...readableAfter: PinName[]): DataFile => ({
  kind: 'data',
  id,
  name,
  readableAfter,
});
const pin = (id: number, name: PinName): PinFile => ({ kind: 'pin', id, pin: name });
const key = (id: number, name: KeyName): KeyFile => ({ kind: 'key', id, key: name, pin: name });

/** P2 of RESET RETRY COUNTER: `80` and the PIN's short number (card.md, Reset). */
const RESET_AUTH_PIN = 0x98;
const RESET_SIGN_PIN = 0x9b;
const RESET_APPLICATION_PIN = 0x91;

/** The card's applications and files (card.md). */
export const APPLICATIONS: readonly Application[] = [
  {
    name: 'jpki',
    aid: fromHex('D392F000260100000001'),
    files: [
      data(0x0001, 'signCertificate', 'sign'),
      data(0x0002, 'signCaCertificate'),
      data(0x0006, 'token'),
      data(0x000a, 'authCertificate'),
      data(0x000b, 'authCaCertificate'),
      key(0x0017, 'auth'),
      pin(0x0018, 'auth'),
      key(0x001a, 'sign'),
      pin(0x001b, 'sign'),
    ],
    resettable: new Map([
      [RESET_AUTH_PIN, 'auth'],
      [RESET_SIGN_PIN, 'sign'],
    ]),
  },
  {
    name: 'face',
    aid: fromHex('D3921000310001010402'),
    files: [
      data(0x0001, 'faceBirth', 'faceBirth', 'facePinB', 'facePinA'),
      data(0x0002, 'faceData', 'facePinB', 'facePinA'),
      data(0x0003, 'faceInformation'),
      data(0x0004, 'faceIntermediateCertificate'),
      data(0x0005, 'faceNumberImage', 'facePinA'),
      pin(0x0011, 'faceBirth'),
      pin(0x0012, 'facePinB'),
      pin(0x0013, 'facePinA'),
    ],
    resettable: new Map(),
  },
  {
    name: 'support',
    aid: fromHex('D3921000310001010408'),
    files: [
      data(0x0001, 'supportNumber', 'support', 'supportPinA'),
      data(0x0002, 'supportAttributes', 'support', 'supportPinB'),
      data(0x0003, 'supportSignature', 'support', 'supportPinA', 'supportPinB'),
      data(0x0004, 'supportIntermediateCertificate'),
      data(0x0005, 'supportInformation'),
      pin(0x0011, 'support'),
      pin(0x0014, 'supportPinA'),
      pin(0x0015, 'supportPinB'),
    ],
    resettable: new Map([[RESET_APPLICATION_PIN, 'support']]),
  },
  {
    name: 'resident',
    aid: fromHex('D3921000310001010401'),
    files: [pin(0x0011, 'resident')],
    resettable: new Map([[RESET_APPLICATION_PIN, 'resident']]),
  },
];

export function applicationByAid(aid: Uint8Array): Application | undefined {
  return APPLICATIONS.find((application) => equalBytes(application.aid, aid));
}

export function fileById(application: Application, id: number): ElementaryFile | undefined {
  return application.files.find((file) => file.id === id);
}
