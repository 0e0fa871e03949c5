import {
  asObject,
  type JsonObject,
  JsonShapeError,
  readBytes,
  readDate,
  readText,
  toBase64Url,
} from '../json/json-fields.ts';
import type { AuthCertificateEntry, DirectoryEntry, SignCertificateEntry } from './card-directory.ts';

const MANAGEMENT_ID_BYTES = 10;
const SHA256_BYTES = 32;

/** The entry as the directory's files and answers write it: base64url, RFC 3339. */
export function directoryEntryToJson(entry: DirectoryEntry): JsonObject {
  return {
    managementId: toBase64Url(entry.managementId),
    generation: entry.generation,
    cardFaceDigest: toBase64Url(entry.cardFaceDigest),
    auth: {
      ...certificateToJson(entry.auth),
      certificateDigest: toBase64Url(entry.auth.certificateDigest),
    },
    ...(entry.sign === undefined ? {} : { sign: certificateToJson(entry.sign) }),
  };
}

/** @returns `undefined` for anything that is no whole entry */
export function directoryEntryFromJson(json: unknown): DirectoryEntry | undefined {
  try {
    const object = asObject(json, 'entry');
    const auth = asObject(object.auth, 'auth');
    const sign = object.sign;
    return {
      managementId: readBytes(object, 'managementId', MANAGEMENT_ID_BYTES),
      generation: readText(object, 'generation'),
      cardFaceDigest: readBytes(object, 'cardFaceDigest', SHA256_BYTES),
      auth: authFromJson(auth),
      ...(sign === undefined ? {} : { sign: certificateFromJson(asObject(sign, 'sign')) }),
    };
  } catch (error) {
    if (error instanceof JsonShapeError) return undefined;
    throw error;
  }
}

function certificateToJson(certificate: SignCertificateEntry): JsonObject {
  return {
    serial: toBase64Url(certificate.serial),
    issuerKeyId: toBase64Url(certificate.issuerKeyId),
    spki: toBase64Url(certificate.spki),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
  };
}

function certificateFromJson(object: JsonObject): SignCertificateEntry {
  return {
    serial: readBytes(object, 'serial'),
    issuerKeyId: readBytes(object, 'issuerKeyId'),
    spki: readBytes(object, 'spki'),
    notBefore: readDate(object, 'notBefore'),
    notAfter: readDate(object, 'notAfter'),
  };
}

function authFromJson(object: JsonObject): AuthCertificateEntry {
  return {
    ...certificateFromJson(object),
    certificateDigest: readBytes(object, 'certificateDigest', SHA256_BYTES),
  };
}
