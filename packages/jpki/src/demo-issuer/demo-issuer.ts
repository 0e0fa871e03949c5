import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes } from '@kaijo/iso7816';
import type { CardFaceFiles } from '../card-face.ts';
import { type CardCertificate, parseCertificate } from '../certificate.ts';
import type {
  CardDirectory,
  CertificateReference,
  DirectoryAnswer,
  DirectoryEntry,
} from '../directory/card-directory.ts';
import { isCalendarDate } from '../profile/calendar-date.ts';
import { ADDRESS_CHARACTERS_MAX, type Era, type SexCode } from '../profile/holder.ts';
import { type CertificateKind, TEST_POLICIES } from '../profile/oids.ts';
import type { CrlAnswer, CrlClient, OcspClient, RevocationAnswer } from '../revocation/clients.ts';
import type { RevocationReason } from '../revocation/status.ts';
import { rsaKeyStrength } from '../trust/rsa-key.ts';
import type { TrustConfiguration } from '../trust/trust-configuration.ts';
import { validityAt } from '../trust/verify-certificate-path.ts';
import { authorityName, type DemoAuthority, keyIdOf } from './authority.ts';
import { type AuthorityKeys, openAuthorityKeys } from './authority-folder.ts';
import { buildCardFace, type CardFaceParts, cardFaceRoot } from './build-card-face.ts';
import {
  cardCertificateExtensions,
  cardSubject,
  DEMO_MUNICIPALITY,
  type HolderNames,
  type Municipality,
} from './card-certificate-profile.ts';
import { CertificateRegister } from './certificate-register.ts';
import { DirectoryFolder } from './directory-folder.ts';
import { eraOf } from './era.ts';
import { GENERATIONS, type Generation } from './generation.ts';
import { issueCrl, issueDeltaCrl } from './issue-crl.ts';
import { OcspResponder } from './ocsp-responder.ts';
import { signCertificate } from './sign-certificate.ts';
import { endOfDayInJapan, fifthBirthdayAfter, isOldEnoughToSign } from './validity-period.ts';

export interface DemoIssuerOptions {
  /** Cryptographically strong; for serials and identifications. RSA keys come from the platform's generator. */
  readonly random: (length: number) => Uint8Array;
  readonly now: () => Date;
  /** Of the authorities to make when the folder is new; all by default. */
  readonly generations?: readonly Generation[];
}

export interface IssueRequest {
  readonly holder: {
    readonly name: string;
    readonly sex: SexCode;
    /** At most 200 characters. */
    readonly address: string;
    readonly nameSubstitutes?: string;
    readonly addressSubstitutes?: string;
    /** Where it is not the era of the birth date. */
    readonly era?: Era;
  };
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  /** DER of a SubjectPublicKeyInfo: RSA, 2048 bits or more. */
  readonly authPublicKey: Uint8Array;
  /** Absent for who gets no signature certificate, as adult wards (R41). */
  readonly signPublicKey?: Uint8Array;
  /** The moment of issue. */
  readonly notBefore: Date;
  /** Ends the validity before the 5th birthday does, never after it. */
  readonly notAfter?: Date;
  readonly generation: Generation;
  readonly municipality?: Municipality;
}

export interface IssuedCertificate {
  readonly certificate: CardCertificate;
  /** DER of the authority's certificate, for EF 0002 or 000B of the card. */
  readonly authorityCertificate: Uint8Array;
}

export type IssueResult =
  | {
      readonly kind: 'issued';
      readonly auth: IssuedCertificate;
      readonly sign?: IssuedCertificate;
      /** Set when there is no signature certificate (R41). */
      readonly withoutSign?: 'under-15' | 'not-asked-for';
    }
  | { readonly kind: 'refused'; readonly reason: IssueRefusal };

export type IssueRefusal =
  | 'invalid-holder'
  | 'invalid-birth-date'
  | 'weak-key'
  /** The generation's authorities are not there, or not valid at the moment of issue. */
  | 'generation-not-current'
  /** `notAfter` is not after `notBefore`. */
  | 'invalid-period';

export interface CardRegistration {
  readonly managementId: Uint8Array;
  readonly generation: string;
  /** Bytes of EF 0002 of the card-face application. */
  readonly cardFaceData: Uint8Array;
  readonly auth: CardCertificate;
  readonly sign?: CardCertificate;
}

/**
 * The demo's own JPKI in a folder: authorities of every generation with the real profile, certificates of cards,
 * revocation, the key that signs card faces, and the directory of cards. It stands in for the issuer's systems and
 * answers as they would, in process or behind `createIssuerServer`. Its keys lie in files that only the owner reads.
 *
 * Several processes may open one folder: one may issue a card while another answers for it.
 */
export class DemoIssuer implements OcspClient, CrlClient, CardDirectory {
  readonly #keys: AuthorityKeys;
  readonly #register: CertificateRegister;
  readonly #directory: DirectoryFolder;
  readonly #responder: OcspResponder;
  readonly #random: (length: number) => Uint8Array;
  readonly #now: () => Date;

  private constructor(folder: string, keys: AuthorityKeys, options: DemoIssuerOptions) {
    this.#keys = keys;
    this.#register = new CertificateRegister(folder);
    this.#directory = new DirectoryFolder(join(folder, 'directory'));
    this.#responder = new OcspResponder({
      key: keys.ocspResponder,
      register: this.#register,
      random: options.random,
    });
    this.#random = options.random;
    this.#now = options.now;
  }

  /** Opens the issuer in `folder`; the first time this makes its keys, which takes a few seconds. */
  static async open(folder: string, options: DemoIssuerOptions): Promise<DemoIssuer> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const keys = await openAuthorityKeys(join(folder, 'authority'), {
      generations: options.generations ?? GENERATIONS,
      random: options.random,
    });
    return new DemoIssuer(folder, keys, options);
  }

  /** What a service that trusts this demo, and nobody else, is configured with. */
  trustConfiguration(): TrustConfiguration {
    return {
      anchors: {
        sign: this.#authoritiesOf('sign').map(({ anchor }) => anchor),
        auth: this.#authoritiesOf('auth').map(({ anchor }) => anchor),
        policies: TEST_POLICIES,
      },
      cardFaceKeys: [cardFaceRoot(this.#keys.cardFaceRoot)],
    };
  }

  /**
   * Issues a card's certificates with the profile of card.md, "Certificates": test policies, validity to the 5th
   * birthday after issue at most, no signature certificate for holders under 15 (R41).
   */
  async issueCardCertificates(request: IssueRequest): Promise<IssueResult> {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return { kind: 'refused', reason: refusal };
    const withoutSign = reasonForNoSign(request);
    const auth = await this.#issue('auth', request.authPublicKey, request);
    const sign =
      withoutSign === undefined && request.signPublicKey !== undefined
        ? await this.#issue('sign', request.signPublicKey, request)
        : undefined;
    if (auth === undefined || (sign === undefined && withoutSign === undefined))
      return { kind: 'refused', reason: 'generation-not-current' };
    return { kind: 'issued', auth, ...(sign && { sign }), ...(withoutSign && { withoutSign }) };
  }

  /** EF 0002 and EF 0004 of a card's card-face application. */
  buildCardFace(parts: CardFaceParts): CardFaceFiles {
    return buildCardFace(parts, { root: this.#keys.cardFaceRoot, signer: this.#keys.cardFaceSigner });
  }

  /** Enters the card into the directory, or replaces its entry. */
  async registerCard(registration: CardRegistration): Promise<DirectoryEntry> {
    const entry = directoryEntryOf(registration);
    await this.#directory.put(entry);
    return entry;
  }

  /**
   * Revokes a certificate, for good.
   * @returns `unknown` when none of the authorities issued it, `already-revoked` when the first revocation stands
   */
  async revoke(
    kind: CertificateKind,
    { issuerKeyId, serial }: CertificateReference,
    reason: RevocationReason,
  ): Promise<'revoked' | 'already-revoked' | 'unknown'> {
    const authority = this.#findAuthority(kind, issuerKeyId);
    if (authority === undefined || !(await this.#register.isIssued(authority.anchor, serial)))
      return 'unknown';
    const isFirst = await this.#register.revoke(authority.anchor, serial, { at: this.#now(), reason });
    return isFirst ? 'revoked' : 'already-revoked';
  }

  findByCertificate(kind: CertificateKind, certificate: CertificateReference): Promise<DirectoryAnswer> {
    return this.#directory.findByCertificate(kind, certificate);
  }

  async requestStatus(kind: CertificateKind, request: Uint8Array): Promise<RevocationAnswer> {
    const der = await this.#responder.answer(request, this.#authoritiesOf(kind), this.#now());
    return { kind: 'answer', der };
  }

  /** The complete list as of now, which needs no changes beside it. */
  fetchCrl(kind: CertificateKind, issuerKeyId: Uint8Array): Promise<CrlAnswer> {
    return this.#list(kind, issuerKeyId, issueCrl);
  }

  /** What was revoked in the last day: the changes to any complete list that has not ended. */
  fetchDeltaCrl(kind: CertificateKind, issuerKeyId: Uint8Array): Promise<RevocationAnswer> {
    return this.#list(kind, issuerKeyId, issueDeltaCrl);
  }

  async #list(
    kind: CertificateKind,
    issuerKeyId: Uint8Array,
    issue: typeof issueCrl,
  ): Promise<RevocationAnswer> {
    const authority = this.#findAuthority(kind, issuerKeyId);
    if (authority === undefined) return { kind: 'unreachable', why: 'no such authority' };
    const revoked = await this.#register.listRevoked(authority.anchor);
    return { kind: 'answer', der: issue(authority, revoked, this.#now()) };
  }

  /** `undefined` when the generation's authority is not there or not valid at the moment of issue. */
  async #issue(
    kind: CertificateKind,
    spki: Uint8Array,
    request: IssueRequest,
  ): Promise<IssuedCertificate | undefined> {
    const authority = this.#authoritiesOf(kind).find(({ generation }) => generation === request.generation);
    if (authority === undefined || validityAt(authority.anchor, request.notBefore) !== undefined)
      return undefined;
    const notAfter = endOfValidity(request, authority);
    for (;;) {
      const serial = this.#cardSerial();
      const der = this.#sign(kind, serial, spki, notAfter, request, authority);
      if (!(await this.#register.addIssued(authority.anchor, serial, notAfter))) continue;
      const certificate = parseCertificate(der);
      if (certificate?.kind !== kind) throw new Error('issued a certificate that is not of the profile');
      return { certificate, authorityCertificate: authority.anchor.certificate };
    }
  }

  #sign(
    kind: CertificateKind,
    serial: Uint8Array,
    spki: Uint8Array,
    notAfter: Date,
    request: IssueRequest,
    authority: DemoAuthority,
  ): Uint8Array {
    const municipality = request.municipality ?? DEMO_MUNICIPALITY;
    return signCertificate(
      {
        serial,
        issuer: authorityName(kind),
        notBefore: request.notBefore,
        notAfter,
        subject: cardSubject(kind, this.#identification(municipality), municipality),
        spki,
        extensions: cardCertificateExtensions({
          kind,
          ...(kind === 'sign' && { holder: holderNames(request) }),
          municipality,
          subjectKeyId: keyIdOf(spki),
          issuerKeyId: authority.anchor.keyId,
        }),
      },
      authority.privateKey,
    );
  }

  #authoritiesOf(kind: CertificateKind): DemoAuthority[] {
    return this.#keys.authorities.filter(({ anchor }) => anchor.kind === kind);
  }

  #findAuthority(kind: CertificateKind, keyId: Uint8Array): DemoAuthority | undefined {
    return this.#authoritiesOf(kind).find(({ anchor }) => equalBytes(anchor.keyId, keyId));
  }

  /** Eight bytes, positive: not to be guessed, and never one that an authority has for itself. */
  #cardSerial(): Uint8Array {
    const serial = Uint8Array.from(this.#random(8));
    serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
    return serial;
  }

  /** Common name: fourteen letters and digits, the municipality's code and four characters, as real cards'. */
  #identification({ code }: Municipality): string {
    const letters = [...this.#random(14)].map((byte) => IDENTIFICATION_LETTERS[byte % 32]);
    return `${letters.join('')}${code}003A`;
  }
}

const IDENTIFICATION_LETTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWX';

/** What the directory knows of a card: nothing that names its holder. */
export function directoryEntryOf(registration: CardRegistration): DirectoryEntry {
  const { managementId, generation, cardFaceData, auth, sign } = registration;
  return {
    managementId,
    generation,
    cardFaceDigest: sha256(cardFaceData),
    auth: { ...certificateEntryOf(auth), certificateDigest: sha256(auth.raw) },
    ...(sign && { sign: certificateEntryOf(sign) }),
  };
}

function certificateEntryOf({ serial, issuerKeyId, spki, notBefore, notAfter }: CardCertificate) {
  return { serial, issuerKeyId, spki, notBefore, notAfter };
}

function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(bytes).digest());
}

function refusalOf({
  holder,
  birthDate,
  authPublicKey,
  signPublicKey,
  notBefore,
  notAfter,
}: IssueRequest): IssueRefusal | undefined {
  if (holder.name === '' || holder.address === '' || [...holder.address].length > ADDRESS_CHARACTERS_MAX)
    return 'invalid-holder';
  if (!isCalendarDate(birthDate)) return 'invalid-birth-date';
  const keys = [authPublicKey, ...(signPublicKey ? [signPublicKey] : [])];
  if (keys.some((spki) => rsaKeyStrength(spki) !== 'strong')) return 'weak-key';
  return notAfter !== undefined && notAfter <= notBefore ? 'invalid-period' : undefined;
}

function reasonForNoSign(request: IssueRequest): 'under-15' | 'not-asked-for' | undefined {
  if (!isOldEnoughToSign(request.birthDate, request.notBefore)) return 'under-15';
  return request.signPublicKey === undefined ? 'not-asked-for' : undefined;
}

/** The earliest of: the 5th birthday after issue, what was asked for, the end of the authority. */
function endOfValidity(request: IssueRequest, { anchor }: DemoAuthority): Date {
  const ends = [
    endOfDayInJapan(fifthBirthdayAfter(request.notBefore, request.birthDate)),
    anchor.notAfter,
    ...(request.notAfter ? [request.notAfter] : []),
  ];
  return new Date(Math.min(...ends.map((end) => end.getTime())));
}

function holderNames({ holder, birthDate }: IssueRequest): HolderNames {
  return { ...holder, birthDate, era: holder.era ?? eraOf(birthDate) };
}
