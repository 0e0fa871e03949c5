import { type KeyObject, sign } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  CertificateList,
  type Extension,
  type Name,
  RevokedCertificate,
  TBSCertList,
  Time,
} from '@peculiar/asn1-x509';
import { authorityName } from '../demo-issuer/authority.ts';
import { authorityKeyIdentifier, extension } from '../demo-issuer/extensions.ts';
import { encodeInteger } from '../der/encode.ts';
import { EXTENSION, SHA256_WITH_RSA } from '../profile/oids.ts';
import { NOW, testAuthority } from './forge.ts';

/** When the entries of forged lists say that certificates were revoked. */
export const REVOKED_AT = new Date('2026-01-20T01:02:03Z');

export interface ForgedEntry {
  readonly serial: Uint8Array;
  /** CRLReason by its number; `superseded` by default. */
  readonly reason?: number;
}

/** What stands in a revocation list, honest or not; by default one of the auth authority without entries. */
export interface ListForgery {
  readonly entries?: readonly ForgedEntry[];
  readonly signer?: KeyObject;
  readonly issuer?: Name;
  /** CRLNumber. */
  readonly number?: number;
  /** BaseCRLNumber: makes a delta list. */
  readonly baseNumber?: number;
  readonly extensions?: (ofTheList: Extension[]) => Extension[];
  readonly entryExtensions?: Extension[];
  readonly version?: number;
  readonly thisUpdate?: Date;
  readonly nextUpdate?: Date | null;
  readonly hash?: string;
  readonly signatureAlgorithm?: string;
}

const SUPERSEDED = 4;
const DAY_MS = 86_400_000;

/** DER of a list that the authority has been made to sign, or somebody else. */
export function forgeList(forgery: ListForgery = {}): Uint8Array {
  const authority = testAuthority('auth');
  const algorithm = new AlgorithmIdentifier({
    algorithm: forgery.signatureAlgorithm ?? SHA256_WITH_RSA,
    parameters: Uint8Array.of(0x05, 0x00).buffer,
  });
  const nextUpdate = forgery.nextUpdate === undefined ? new Date(NOW.getTime() + DAY_MS) : forgery.nextUpdate;
  const entries = (forgery.entries ?? []).map(
    ({ serial, reason = SUPERSEDED }) =>
      new RevokedCertificate({
        userCertificate: Uint8Array.from(serial).buffer,
        revocationDate: new Time(REVOKED_AT),
        crlEntryExtensions: forgery.entryExtensions ?? [
          extension(EXTENSION.crlReason, Uint8Array.of(0x0a, 1, reason)),
        ],
      }),
  );
  const ofTheList = [authorityKeyIdentifier(authority.anchor.keyId), ...numbers(forgery)];
  const tbsCertList = new TBSCertList({
    version: forgery.version ?? 1,
    signature: algorithm,
    issuer: forgery.issuer ?? authorityName('auth'),
    thisUpdate: new Time(forgery.thisUpdate ?? NOW),
    ...(nextUpdate && { nextUpdate: new Time(nextUpdate) }),
    ...(entries.length > 0 && { revokedCertificates: entries }),
    crlExtensions: forgery.extensions?.(ofTheList) ?? ofTheList,
  });
  const tbs = new Uint8Array(AsnConvert.serialize(tbsCertList));
  const signature = sign(forgery.hash ?? 'sha256', tbs, forgery.signer ?? authority.privateKey);
  const list = new CertificateList({
    tbsCertList,
    signatureAlgorithm: algorithm,
    signature: Uint8Array.from(signature).buffer,
  });
  return new Uint8Array(AsnConvert.serialize(list));
}

function numbers({ number, baseNumber }: ListForgery): Extension[] {
  const integer = (value: number) => encodeInteger(Uint8Array.of(value));
  return [
    ...(number === undefined ? [] : [extension(EXTENSION.crlNumber, integer(number))]),
    ...(baseNumber === undefined ? [] : [extension(EXTENSION.deltaCrlIndicator, integer(baseNumber), true)]),
  ];
}
