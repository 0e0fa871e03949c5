import { createHash } from 'node:crypto';
import { type Credential, fromBase64Url, type TargetPin } from '@kaijo/contract';
import { equalBytes } from '@kaijo/iso7816';
import {
  type CardDirectory,
  type CertificateReference,
  type CrlClient,
  checkRevocation,
  type DirectoryEntry,
  findAnchor,
  type OcspClient,
  parseCertificate,
  type SignCertificateEntry,
  type TrustAnchors,
  validityAt,
  verifyCertificatePath,
} from '@kaijo/jpki';
import type { KeyStore } from '../keys/index.ts';
import type { Random } from '../random.ts';
import type { Card, Certificates, ProvenCard, Refused, SignedMessage, UsableCard } from './port.ts';
import { type CertificateState, certificateRefusal, refusalOf, type UnusableState } from './rules.ts';
import { isSignedWith, NOBODYS_KEY } from './verify-signature.ts';

export interface IssuerCertificatesDependencies {
  readonly anchors: TrustAnchors;
  readonly directory: CardDirectory;
  readonly ocsp?: OcspClient;
  readonly crl?: CrlClient;
  readonly keys: Pick<KeyStore, 'reference'>;
  readonly random: Random;
  /** Told why an answer is missing, for the operator's log; the holder hears only that it is. Nothing personal. */
  readonly onUnanswered?: (of: { readonly asked: 'directory' | 'revocation'; readonly why: string }) => void;
}

/** A credential as the directory answers for it, before anybody has proven anything. */
interface Claim {
  readonly entry: DirectoryEntry | undefined;
  /** The key that must have signed; nobody's when the directory does not know the certificate. */
  readonly spki: Uint8Array;
}

type Lookup = { readonly kind: 'claim'; readonly claim: Claim } | Refused;

/** Certificates of the issuer: trust anchors from the configuration, its directory, OCSP first and CRL second. */
export class IssuerCertificates implements Certificates {
  readonly #of: IssuerCertificatesDependencies;

  constructor(dependencies: IssuerCertificatesDependencies) {
    this.#of = dependencies;
  }

  check(authCertificate: Uint8Array, now: Date): Promise<UsableCard | Refused> {
    return this.checkOf(authCertificate, BOTH, now);
  }

  async checkOf(
    authCertificate: Uint8Array,
    wanted: readonly TargetPin[],
    now: Date,
  ): Promise<UsableCard | Refused> {
    const untrusted = this.#defectOf(authCertificate, now);
    if (untrusted !== undefined) return untrusted;
    const lookup = await this.#lookUpCertificate(authCertificate);
    if (lookup.kind === 'refuse') return lookup;
    return this.#usable(lookup.claim.entry, now, wanted);
  }

  async checkSigned(signed: SignedMessage, now: Date): Promise<UsableCard | Refused> {
    if (signed.credential.kind === 'auth') {
      const untrusted = this.#defectOf(bytesOf(signed.credential.certificate), now);
      if (untrusted !== undefined) return untrusted;
    }
    const lookup = await this.#lookUp(signed.credential);
    if (lookup.kind === 'refuse') return lookup;
    const { entry, spki } = lookup.claim;
    if (!isSignedWith(spki, signed.message, signed.signature)) return SIGNATURE_INVALID;
    return this.#usable(entry, now);
  }

  async prove(signed: SignedMessage): Promise<ProvenCard | Refused> {
    const lookup = await this.#lookUp(signed.credential);
    if (lookup.kind === 'refuse') return lookup;
    const { entry, spki } = lookup.claim;
    const isProven = isSignedWith(spki, signed.message, signed.signature);
    if (!isProven || entry === undefined) return SIGNATURE_INVALID;
    return { kind: 'proven', card: await this.#cardOf(entry) };
  }

  async referenceOf(authCertificate: Uint8Array): Promise<string | Refused> {
    const lookup = await this.#lookUpCertificate(authCertificate);
    if (lookup.kind === 'refuse') return lookup;
    const { entry } = lookup.claim;
    return entry === undefined ? NOT_IN_DIRECTORY : (await this.#cardOf(entry)).ref;
  }

  /** What is wrong with an auth certificate for good; its dates are judged with the rest of the card's states. */
  #defectOf(der: Uint8Array, now: Date): Refused | undefined {
    const path = verifyCertificatePath(der, { kind: 'auth', anchors: this.#of.anchors, at: now });
    if (path.kind === 'trusted' || path.reason === 'expired' || path.reason === 'not-yet-valid')
      return undefined;
    return refuse('auth', { kind: 'defective', reason: path.reason });
  }

  #lookUp(credential: Credential): Promise<Lookup> {
    if (credential.kind === 'auth') return this.#lookUpCertificate(bytesOf(credential.certificate));
    const { serial, issuerKeyId } = credential;
    return this.#ask('sign', { serial: bytesOf(serial), issuerKeyId: bytesOf(issuerKeyId) });
  }

  async #lookUpCertificate(der: Uint8Array): Promise<Lookup> {
    const certificate = parseCertificate(der);
    if (certificate === undefined) return refuse('auth', { kind: 'defective', reason: 'malformed' });
    const lookup = await this.#ask('auth', certificate);
    if (lookup.kind === 'refuse') return lookup;
    // One serial, one certificate: whoever holds other bytes under it is not that card.
    const { entry } = lookup.claim;
    const isTheSame = entry !== undefined && equalBytes(entry.auth.certificateDigest, sha256(der));
    return { kind: 'claim', claim: { entry: isTheSame ? entry : undefined, spki: certificate.spki } };
  }

  async #ask(kind: TargetPin, certificate: CertificateReference): Promise<Lookup> {
    const answer = await this.#of.directory.findByCertificate(kind, certificate);
    switch (answer.kind) {
      case 'found':
        return {
          kind: 'claim',
          claim: { entry: answer.entry, spki: answer.entry[kind]?.spki ?? NOBODYS_KEY },
        };
      case 'unknown':
        return { kind: 'claim', claim: { entry: undefined, spki: NOBODYS_KEY } };
      case 'unreachable':
        this.#of.onUnanswered?.({ asked: 'directory', why: answer.why });
        return refuse(kind, { kind: 'unknown', reason: 'directory' });
    }
  }

  async #usable(
    entry: DirectoryEntry | undefined,
    now: Date,
    wanted: readonly TargetPin[] = BOTH,
  ): Promise<UsableCard | Refused> {
    if (entry === undefined) return NOT_IN_DIRECTORY;
    const stateOf = async (kind: TargetPin): Promise<CertificateState> =>
      wanted.includes(kind) ? this.#stateOf(kind, entry[kind], now) : { kind: 'usable' };
    const [auth, sign] = await Promise.all([stateOf('auth'), stateOf('sign')]);
    const refusal = certificateRefusal({ auth, sign });
    return refusal === undefined
      ? { kind: 'usable', card: await this.#cardOf(entry) }
      : { kind: 'refuse', refusal };
  }

  async #stateOf(
    kind: TargetPin,
    certificate: SignCertificateEntry | undefined,
    now: Date,
  ): Promise<CertificateState> {
    if (certificate === undefined) return { kind: 'defective', reason: 'no-sign-certificate' };
    const anchor = findAnchor(this.#of.anchors, kind, certificate.issuerKeyId);
    if (anchor === undefined) return { kind: 'defective', reason: 'untrusted-issuer' };
    const validity = validityAt(certificate, now) ?? validityAt(anchor, now);
    if (validity !== undefined) return { kind: 'not-valid', reason: validity };
    const { ocsp, crl, random } = this.#of;
    const sources = { ...(ocsp && { ocsp }), ...(crl && { crl }) };
    const revocation = await checkRevocation(certificate, { anchor, ...sources, at: now, random });
    switch (revocation.kind) {
      case 'good':
        return { kind: 'usable' };
      case 'revoked':
        return { kind: 'revoked' };
      case 'unknown':
        this.#of.onUnanswered?.({ asked: 'revocation', why: revocation.why });
        return { kind: 'unknown', reason: 'revocation' };
    }
  }

  async #cardOf({ managementId, generation, cardFaceDigest }: DirectoryEntry): Promise<Card> {
    const ref = await this.#of.keys.reference('card', managementId);
    return { ref, managementId, generation, cardFaceDigest };
  }
}

const BOTH: readonly TargetPin[] = ['auth', 'sign'];
const SIGNATURE_INVALID: Refused = { kind: 'refuse', refusal: { problem: 'signature-invalid' } };
const NOT_IN_DIRECTORY = refuse('auth', { kind: 'defective', reason: 'not-in-directory' });

function refuse(certificate: TargetPin, state: UnusableState): Refused {
  return { kind: 'refuse', refusal: refusalOf(certificate, state) };
}

/** The schema has seen that it is base64url; what has no canonical spelling names no certificate. */
function bytesOf(text: string): Uint8Array {
  return fromBase64Url(text) ?? new Uint8Array();
}

function sha256(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha256').update(bytes).digest());
}
