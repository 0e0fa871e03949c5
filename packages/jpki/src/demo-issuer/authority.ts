import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { GeneralName, type Name } from '@peculiar/asn1-x509';
import { readDer } from '../der/der-value.ts';
import { TAG } from '../der/tag.ts';
import { readPublicKeyBits } from '../der/x509.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { AUTHORITY_UNIT, NAME_ATTRIBUTE } from '../profile/names.ts';
import type { CertificateKind } from '../profile/oids.ts';
import { readTrustAnchor, type TrustAnchor } from '../trust/trust-anchor.ts';
import {
  authorityConstraints,
  crlDistributionPoint,
  keyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from './extensions.ts';
import { GENERATION_PROFILE, type Generation } from './generation.ts';
import { nameOf } from './names.ts';
import { signCertificate } from './sign-certificate.ts';

/** One authority of the demo with its key. */
export interface DemoAuthority {
  readonly anchor: TrustAnchor;
  readonly generation: Generation;
  readonly privateKey: KeyObject;
}

/** @throws Error where certificate and profile do not agree: the folder was changed by something else */
export function demoAuthority(
  kind: CertificateKind,
  generation: Generation,
  certificate: Uint8Array,
  privateKey: KeyObject,
): DemoAuthority {
  const reading = readTrustAnchor({ kind, generation, certificate });
  if (reading.kind === 'refused')
    throw new Error(`demo authority ${kind} ${generation} is broken: ${reading.why}`);
  return { anchor: reading.anchor, generation, privateKey };
}

/** The self-signed certificate with the profile of the real authorities (test-data/jpki-ca), field by field. */
export function selfSignAuthority(options: {
  readonly kind: CertificateKind;
  readonly generation: Generation;
  readonly serial: Uint8Array;
  readonly privateKey: KeyObject;
}): Uint8Array {
  const { kind, generation, serial, privateKey } = options;
  const { notBefore, notAfter } = GENERATION_PROFILE[generation];
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const name = authorityName(kind);
  const contents = {
    serial,
    issuer: name,
    notBefore,
    notAfter,
    subject: name,
    spki,
    extensions: [
      keyUsage(KEY_USAGE.authority),
      subjectAltName(new GeneralName({ directoryName: authorityNameInJapanese(kind) })),
      authorityConstraints(),
      crlDistributionPoint(name),
      subjectKeyIdentifier(keyIdOf(spki)),
    ],
  };
  return signCertificate(contents, privateKey);
}

/** SHA-1 of the key's bits: RFC 5280, 4.2.1.2, method (1), as the real authorities', and a responder's name. */
export function keyIdOf(spki: Uint8Array): Uint8Array {
  const bits = readPublicKeyBits(readDer(spki, TAG.sequence));
  if (bits === undefined) throw new RangeError('not a SubjectPublicKeyInfo');
  return createHash('sha1').update(bits).digest();
}

export function authorityName(kind: CertificateKind): Name {
  return nameOf(
    [NAME_ATTRIBUTE.country, 'JP'],
    [NAME_ATTRIBUTE.organization, 'JPKI'],
    [NAME_ATTRIBUTE.organizationalUnit, AUTHORITY_UNIT[kind]],
    [NAME_ATTRIBUTE.organizationalUnit, 'Japan Agency for Local Authority Information Systems'],
  );
}

const UNIT_IN_JAPANESE: Readonly<Record<CertificateKind, string>> = {
  sign: '公的個人認証サービス署名用',
  auth: '公的個人認証サービス利用者証明用',
};

export function authorityNameInJapanese(kind: CertificateKind): Name {
  return nameOf(
    [NAME_ATTRIBUTE.country, 'JP'],
    [NAME_ATTRIBUTE.organization, '公的個人認証サービス'],
    [NAME_ATTRIBUTE.organizationalUnit, UNIT_IN_JAPANESE[kind]],
    [NAME_ATTRIBUTE.organizationalUnit, '地方公共団体情報システム機構'],
  );
}
