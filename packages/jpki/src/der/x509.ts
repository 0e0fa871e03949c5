import { equalBytes, readTlv, readTlvList } from '@kaijo/iso7816';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { isDer } from './strict-der.ts';

/** An extension as it stands in the certificate; `value` is what its OCTET STRING wraps. */
export interface X509Extension {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/**
 * A v3 certificate (RFC 5280, 4.1), taken apart without judging it. `raw`, `tbs`, `issuer`, `subject`, `spki` are the
 * bytes as they stand, so that every later check is about the same bytes.
 */
export interface X509Certificate {
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
  readonly extensions: readonly X509Extension[];
}

/** Certificates of cards and authorities have 1 to 2 KB; what is far larger is not looked at. */
export const CERTIFICATE_BYTES_MAX = 16 * 1024;

/** @returns `undefined` for anything but one strict DER encoding of a v3 certificate; never throws. */
export function parseX509(raw: Uint8Array): X509Certificate | undefined {
  if (raw.length > CERTIFICATE_BYTES_MAX) return undefined;
  // A view into a larger buffer, or bytes that the caller changes later, must not change what has been checked.
  const bytes = Uint8Array.from(raw);
  const certificate = decodeDer(bytes, Certificate);
  if (certificate === undefined) return undefined;

  const [tbs, outerAlgorithm] = childrenOf(bytes);
  if (tbs === undefined || outerAlgorithm === undefined) return undefined;
  const tbsFields = childrenOf(tbs);
  const [version, , innerAlgorithm, issuer, , subject, spki, ...rest] = tbsFields;
  if (!innerAlgorithm || !issuer || !subject || !spki || !version) return undefined;

  const isVersion3 = equalBytes(version, VERSION_3);
  // Unique identifiers (RFC 5280, 4.1.2.8) are the only fields that could stand beside the extensions.
  const hasOnlyExtensions = rest.length === 1;
  if (!isVersion3 || !hasOnlyExtensions || !equalBytes(innerAlgorithm, outerAlgorithm)) return undefined;

  const { tbsCertificate } = certificate;
  const serial = positiveSerial(new Uint8Array(tbsCertificate.serialNumber));
  const extensions = readExtensions(tbsCertificate.extensions ?? []);
  if (serial === undefined || extensions === undefined) return undefined;
  return {
    raw: bytes,
    tbs,
    signatureAlgorithm: certificate.signatureAlgorithm.algorithm,
    signature: new Uint8Array(certificate.signatureValue),
    serial,
    issuer,
    notBefore: tbsCertificate.validity.notBefore.getTime(),
    notAfter: tbsCertificate.validity.notAfter.getTime(),
    subject,
    spki,
    extensions,
  };
}

/**
 * Decodes the bytes of one value against the library's schema, strictly. `undefined` when they do not fit.
 * The library's own limit of nodes is below a revocation list's; the strict check has already bounded them.
 */
export function decodeDer<T>(bytes: Uint8Array, schema: new () => T): T | undefined {
  if (!isDer(bytes)) return undefined;
  try {
    return AsnConvert.parse(bytes, schema, { berOptions: { maxNodes: bytes.length } });
  } catch {
    // The library's way of saying that well-formed DER does not fit the schema.
    return undefined;
  }
}

export function encodeDer(value: unknown): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(value));
}

/** The bytes of each value inside a constructed one. `bytes` must have passed the strict check. */
export function childrenOf(bytes: Uint8Array): Uint8Array[] {
  return readTlvList(readTlv(bytes).value).map((child) => child.raw);
}

export function findExtension(certificate: X509Certificate, oid: string): X509Extension | undefined {
  return certificate.extensions.find((extension) => extension.oid === oid);
}

/** `[0] EXPLICIT INTEGER 2`. */
const VERSION_3 = Uint8Array.of(0xa0, 0x03, 0x02, 0x01, 0x02);

const SERIAL_BYTES_MAX = 20;

/** RFC 5280, 4.1.2.2: positive, at most 20 octets. */
function positiveSerial(twosComplement: Uint8Array): Uint8Array | undefined {
  const [first] = twosComplement;
  if (first === undefined || first >= 0x80 || twosComplement.length > SERIAL_BYTES_MAX) return undefined;
  const unsigned = first === 0 ? twosComplement.slice(1) : twosComplement;
  return unsigned.length > 0 ? unsigned : undefined;
}

/** RFC 5280, 4.2: a certificate has no two instances of one extension. */
function readExtensions(
  extensions: readonly { extnID: string; critical: boolean; extnValue: { buffer: ArrayBuffer } }[],
): X509Extension[] | undefined {
  const oids = new Set(extensions.map((extension) => extension.extnID));
  if (oids.size !== extensions.length) return undefined;
  return extensions.map(({ extnID, critical, extnValue }) => ({
    oid: extnID,
    critical,
    value: new Uint8Array(extnValue.buffer),
  }));
}
