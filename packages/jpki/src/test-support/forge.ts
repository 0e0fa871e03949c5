import { type KeyObject, randomBytes, sign } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  Certificate,
  type Extension,
  Extensions,
  type Name,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import type { CertificateKind } from '../certificate.ts';
import { authorityName, keyIdOf, selfSignAuthority } from '../demo-issuer/authority.ts';
import {
  cardCertificateExtensions,
  cardSubject,
  DEMO_MUNICIPALITY,
} from '../demo-issuer/card-certificate-profile.ts';
import type { Generation } from '../demo-issuer/generation.ts';
import { SHA256_WITH_RSA, TEST_POLICIES } from '../profile/oids.ts';
import { readTrustAnchor, type TrustAnchor, type TrustAnchors } from '../trust/trust-anchor.ts';
import { type KeyPair, keyPair } from './keys.ts';

export interface TestAuthority {
  readonly anchor: TrustAnchor;
  readonly privateKey: KeyObject;
}

const authorities = new Map<string, TestAuthority>();

/** An authority with the profile of the real ones, made once for each test file. */
export function testAuthority(kind: CertificateKind, generation: Generation = '2023'): TestAuthority {
  const known = authorities.get(`${kind}-${generation}`);
  if (known !== undefined) return known;
  const { privateKey } = keyPair(`${kind} authority ${generation}`);
  const certificate = selfSignAuthority({ kind, generation, serial: Uint8Array.of(1), privateKey });
  const reading = readTrustAnchor({ kind, generation, certificate });
  if (reading.kind === 'refused') throw new Error(reading.why);
  const authority = { anchor: reading.anchor, privateKey };
  authorities.set(`${kind}-${generation}`, authority);
  return authority;
}

/** Both trust stores with the 2023 generation, and the test policies. */
export function testAnchors(): TrustAnchors {
  return {
    sign: [testAuthority('sign').anchor],
    auth: [testAuthority('auth').anchor],
    policies: TEST_POLICIES,
  };
}

/** What a forger may choose; everything else is as the profile wants it. */
export interface Forgery {
  readonly kind?: CertificateKind;
  readonly authority?: TestAuthority;
  readonly issuer?: Name;
  readonly card?: KeyPair;
  readonly serial?: Uint8Array;
  readonly version?: Version;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly signatureAlgorithm?: string;
  readonly extensions?: (ofTheProfile: Extension[]) => Extension[];
  readonly sign?: (tbs: Uint8Array, key: KeyObject) => Uint8Array;
}

/** A certificate of a card, signed by an authority that has been made to sign anything. */
export function forge(forgery: Forgery = {}): Uint8Array {
  const kind = forgery.kind ?? 'auth';
  const authority = forgery.authority ?? testAuthority(kind);
  const card = forgery.card ?? keyPair(`${kind} card`);
  const algorithm = new AlgorithmIdentifier({
    algorithm: forgery.signatureAlgorithm ?? SHA256_WITH_RSA,
    parameters: Uint8Array.of(0x05, 0x00).buffer,
  });
  const ofTheProfile = cardCertificateExtensions({
    kind,
    ...(kind === 'sign' && { holder: HOLDER }),
    municipality: DEMO_MUNICIPALITY,
    subjectKeyId: keyIdOf(card.spki),
    issuerKeyId: authority.anchor.keyId,
  });
  const tbsCertificate = new TBSCertificate({
    version: forgery.version ?? Version.v3,
    serialNumber: Uint8Array.from(forgery.serial ?? SERIAL).buffer,
    signature: algorithm,
    issuer: forgery.issuer ?? authorityName(kind),
    validity: new Validity({
      notBefore: forgery.notBefore ?? new Date('2025-05-15T00:00:00Z'),
      notAfter: forgery.notAfter ?? new Date('2030-05-15T14:59:59Z'),
    }),
    subject: cardSubject(kind, '0123456789ABCD99999003A', DEMO_MUNICIPALITY),
    subjectPublicKeyInfo: AsnConvert.parse(card.spki, SubjectPublicKeyInfo),
    extensions: new Extensions(forgery.extensions?.(ofTheProfile) ?? ofTheProfile),
  });
  const tbs = new Uint8Array(AsnConvert.serialize(tbsCertificate));
  const signature = (forgery.sign ?? signSha256)(tbs, authority.privateKey);
  return new Uint8Array(
    AsnConvert.serialize(
      new Certificate({
        tbsCertificate,
        signatureAlgorithm: algorithm,
        signatureValue: Uint8Array.from(signature).buffer,
      }),
    ),
  );
}

/** A moment at which {@link forge}'s certificates are valid. */
export const NOW = new Date('2026-02-01T03:00:00Z');

export const SERIAL = Uint8Array.of(0x67, 0xc6, 0xa2, 0x11);

export const HOLDER = {
  name: '解錠　花子',
  sex: 2,
  birthDate: '1991-05-15',
  era: 4,
  address: '東京都架空区錠前一丁目２番３号',
} as const;

export const random = (length: number): Uint8Array => Uint8Array.from(randomBytes(length));

function signSha256(tbs: Uint8Array, key: KeyObject): Uint8Array {
  return sign('sha256', tbs, key);
}
