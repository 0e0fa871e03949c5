import type { KeyObject } from 'node:crypto';
import type { CardCertificate, DemoIssuer, Generation } from '@kaijo/jpki';
import { type Holder, sexCode } from './holder.ts';
import { PersonalisationError } from './personalisation-error.ts';

export interface CertificateRequest {
  readonly issuer: DemoIssuer;
  readonly holder: Holder;
  readonly generation: Generation;
  readonly authPublicKey: KeyObject;
  readonly signPublicKey: KeyObject | undefined;
  readonly now: Date;
}

/** What the JPKI application holds. Without a signature certificate there is still its authority's. */
export interface CardCertificates {
  readonly auth: CardCertificate;
  readonly authAuthority: Uint8Array;
  readonly sign: CardCertificate | undefined;
  readonly signAuthority: Uint8Array;
}

/** JPKI's era digit for a birth date that the card prints with a western year. */
const NO_ERA = 0;

/** @throws PersonalisationError when the issuer refuses */
export async function issueCertificates(request: CertificateRequest): Promise<CardCertificates> {
  const { issuer, holder, generation, now, signPublicKey } = request;
  const issued = await issuer.issueCardCertificates({
    holder: {
      name: holder.name,
      sex: sexCode(holder),
      address: holder.address,
      ...(holder.printedBirthDate.calendar === 'western' ? { era: NO_ERA } : {}),
    },
    birthDate: holder.birthDate,
    authPublicKey: spki(request.authPublicKey),
    ...(signPublicKey === undefined ? {} : { signPublicKey: spki(signPublicKey) }),
    notBefore: now,
    notAfter: new Date(`${holder.cardExpiry}T23:59:59+09:00`),
    generation,
  });
  if (issued.kind === 'refused')
    throw new PersonalisationError('issuer', `the issuer refuses the certificates: ${issued.reason}`);
  return {
    auth: issued.auth.certificate,
    authAuthority: issued.auth.authorityCertificate,
    sign: issued.sign?.certificate,
    signAuthority: issued.sign?.authorityCertificate ?? signAuthorityOf(issuer, generation),
  };
}

function signAuthorityOf(issuer: DemoIssuer, generation: Generation): Uint8Array {
  const anchor = issuer.trustConfiguration().anchors.sign.find((one) => one.generation === generation);
  if (anchor === undefined)
    throw new PersonalisationError('issuer', `the issuer has no generation ${generation}`);
  return anchor.certificate;
}

function spki(key: KeyObject): Uint8Array {
  return Uint8Array.from(key.export({ type: 'spki', format: 'der' }));
}
