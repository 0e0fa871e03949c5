import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { Secret } from '@kaijo/secret';
import type { DataFileName } from '../card/applications.ts';
import { PIN_NAMES, PIN_RULES, type PinName } from '../card/pins.ts';
import type { CardState, PinRecord } from '../state/card-state.ts';

export const SAMPLE_PINS: { readonly [Name in PinName]: string } = {
  auth: '1357',
  sign: 'ABC123',
  support: '2468',
  resident: '9753',
  faceBirth: '150721',
  facePinA: '123456789012',
  facePinB: '15072120354826',
  supportPinA: '123456789012',
  supportPinB: '15072120354826',
};

/** The issuer keys that `cardKeys` of a real personalisation would derive; fixed, so that both sides are at hand. */
export const SAMPLE_ISSUER_KEYS = {
  version: 0x30,
  enc: new Uint8Array(16).fill(0x41),
  mac: new Uint8Array(16).fill(0x42),
};

export const SAMPLE_MANAGEMENT_ID = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

let pairs: { auth: SampleKeyPair; sign: SampleKeyPair } | undefined;
export interface SampleKeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Two RSA-2048 key pairs, made once for a test file. */
export function sampleKeys(): { auth: SampleKeyPair; sign: SampleKeyPair } {
  pairs ??= {
    auth: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    sign: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  };
  return pairs;
}

/** Bytes with the four-byte head of a DER sequence, as OpenSC reads a certificate's length. */
export function sampleCertificate(fill: number, length = 1200): Uint8Array {
  const content = length - 4;
  return Uint8Array.of(0x30, 0x82, content >> 8, content & 0xff, ...new Uint8Array(content).fill(fill));
}

export const SAMPLE_FILES: { readonly [Name in DataFileName]: Uint8Array } = {
  signCertificate: sampleCertificate(0x11, 1500),
  signCaCertificate: sampleCertificate(0x12),
  token: new TextEncoder().encode('JPKIAPICCTOKEN2'.padEnd(32)),
  authCertificate: sampleCertificate(0x13, 1400),
  authCaCertificate: sampleCertificate(0x14),
  faceBirth: Uint8Array.of(1),
  faceData: new Uint8Array(8000).fill(0x22),
  faceInformation: Uint8Array.of(3),
  faceIntermediateCertificate: Uint8Array.of(4),
  faceNumberImage: Uint8Array.of(5),
  supportNumber: Uint8Array.of(6),
  supportAttributes: Uint8Array.of(7),
  supportSignature: Uint8Array.of(8),
  supportIntermediateCertificate: Uint8Array.of(9),
  supportInformation: Uint8Array.of(10),
};

/** A card that needs no issuer. `triesLeft` overrides a counter. */
export function sampleCardState(triesLeft: { readonly [Name in PinName]?: number } = {}): CardState {
  const { auth, sign } = sampleKeys();
  const pins = Object.fromEntries(
    PIN_NAMES.map((name): [PinName, PinRecord] => [
      name,
      { triesLeft: triesLeft[name] ?? PIN_RULES[name].tries, value: Secret.ofAscii(SAMPLE_PINS[name]) },
    ]),
  ) as { [Name in PinName]: PinRecord };
  return {
    body: {
      managementId: SAMPLE_MANAGEMENT_ID,
      issuerKeys: {
        version: SAMPLE_ISSUER_KEYS.version,
        enc: Secret.copyOf(SAMPLE_ISSUER_KEYS.enc),
        mac: Secret.copyOf(SAMPLE_ISSUER_KEYS.mac),
      },
      keys: { auth: auth.privateKey, sign: sign.privateKey },
      files: SAMPLE_FILES,
    },
    memory: { pins, sequenceCounter: 0 },
  };
}

export function osRandom(length: number): Uint8Array {
  return Uint8Array.from(randomBytes(length));
}
