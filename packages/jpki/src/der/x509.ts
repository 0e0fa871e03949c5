import { equalBytes } from '@kaijo/iso7816';
import {
  type DerValue,
  innerOf,
  membersOf,
  one,
  optional,
  readBits,
  readDer,
  readMoment,
  readOid,
  readPositive,
} from './der-value.ts';
import { type Extension, readExtensions } from './extension.ts';
import { contextConstructed, TAG } from './tag.ts';

/**
 * A v3 certificate (RFC 5280, 4.1), taken apart without judging it. The byte strings are views of `raw`, so that every
 * later check is about the same bytes.
 */
export interface X509Certificate {
  /** A copy of what was read: the caller's array may change. */
  readonly raw: Uint8Array;
  readonly tbs: Uint8Array;
  /** Object identifier of the signature's algorithm, the same inside and outside of what is signed. */
  readonly signatureAlgorithm: string;
  readonly signature: Uint8Array;
  /** Unsigned, without a leading zero. */
  readonly serial: Uint8Array;
  /** DER of the Name. */
  readonly issuer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** DER of the Name. */
  readonly subject: Uint8Array;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** Contents of subjectPublicKey, whose hash names the key in OCSP and in key identifiers. */
  readonly publicKeyBits: Uint8Array;
  readonly extensions: readonly Extension[];
}

/** Certificates of cards and authorities have 1 to 2 KB; what is far larger is not looked at. */
const BYTES_MAX = 16 * 1024;
const SERIAL_BYTES_MAX = 20;

/** `[0] EXPLICIT INTEGER 2`. */
const VERSION_3 = Uint8Array.of(0xa0, 0x03, 0x02, 0x01, 0x02);

/** @returns `undefined` for anything but one strict DER encoding of a v3 certificate; never throws */
export function parseX509(bytes: Uint8Array): X509Certificate | undefined {
  if (bytes.length > BYTES_MAX) return undefined;
  const raw = Uint8Array.from(bytes);
  const certificate = readDer(raw, TAG.sequence);
  const [tbs, outerAlgorithm, signature] =
    membersOf(certificate, one(TAG.sequence), one(TAG.sequence), one(TAG.bitString)) ?? [];
  const signatureBits = readBits(signature);
  const fields = readTbs(tbs);
  if (!tbs || !outerAlgorithm || !signatureBits || !fields) return undefined;
  if (!equalBytes(fields.innerAlgorithm.raw, outerAlgorithm.raw)) return undefined;
  const signatureAlgorithm = readAlgorithm(outerAlgorithm);
  if (signatureAlgorithm === undefined) return undefined;
  return { ...fields.certificate, raw, tbs: tbs.raw, signatureAlgorithm, signature: signatureBits };
}

export function findExtension(certificate: X509Certificate, oid: string): Extension | undefined {
  return certificate.extensions.find((extension) => extension.oid === oid);
}

/** The object identifier of an AlgorithmIdentifier, whatever its parameters. */
export function readAlgorithm(algorithm: DerValue | undefined): string | undefined {
  return readOid(membersOf(algorithm, one(TAG.objectIdentifier), optional(...ANY_PARAMETERS))?.[0]);
}

/** NULL for RSA and hashes, an object identifier for curves, a SEQUENCE for RSASSA-PSS. */
const ANY_PARAMETERS = [TAG.null, TAG.objectIdentifier, TAG.sequence];

/** Contents of the BIT STRING of a SubjectPublicKeyInfo. */
export function readPublicKeyBits(spki: DerValue | undefined): Uint8Array | undefined {
  return readBits(membersOf(spki, one(TAG.sequence), one(TAG.bitString))?.[1]);
}

type TbsFields = Omit<X509Certificate, 'raw' | 'tbs' | 'signatureAlgorithm' | 'signature'>;

/** TBSCertificate without the unique identifiers that no profile has used since 1996 (RFC 5280, 4.1.2.8). */
function readTbs(
  tbs: DerValue | undefined,
): { certificate: TbsFields; innerAlgorithm: DerValue } | undefined {
  const members = membersOf(
    tbs,
    one(contextConstructed(0)),
    one(TAG.integer),
    one(TAG.sequence),
    one(TAG.sequence),
    one(TAG.sequence),
    one(TAG.sequence),
    one(TAG.sequence),
    one(contextConstructed(3)),
  );
  const [version, serialNumber, innerAlgorithm, issuer, validity, subject, spki, wrapped] = members ?? [];
  if (!version || !innerAlgorithm || !issuer || !subject || !spki) return undefined;
  const serial = readPositive(serialNumber);
  const [notBefore, notAfter] = membersOf(validity, TIME, TIME)?.map(readMoment) ?? [];
  const publicKeyBits = readPublicKeyBits(spki);
  const list = innerOf(wrapped, TAG.sequence);
  const extensions = list && readExtensions(list);
  if (!equalBytes(version.raw, VERSION_3) || !serial || serial.length > SERIAL_BYTES_MAX) return undefined;
  if (!notBefore || !notAfter || !publicKeyBits || !extensions) return undefined;
  return {
    innerAlgorithm,
    certificate: {
      serial,
      issuer: issuer.raw,
      notBefore,
      notAfter,
      subject: subject.raw,
      spki: spki.raw,
      publicKeyBits,
      extensions,
    },
  };
}

const TIME = one(TAG.utcTime, TAG.generalizedTime);
