import { encodeTlv } from '@kaijo/iso7816';
import { type Extension, GeneralName, id_kp_clientAuth, type Name, OtherName } from '@peculiar/asn1-x509';
import type { Era, SexCode } from '../profile/holder.ts';
import { KEY_USAGE } from '../profile/key-usage.ts';
import { AUTHORITY_UNIT, NAME_ATTRIBUTE } from '../profile/names.ts';
import { type CertificateKind, HOLDER_OTHER_NAME, TEST_POLICIES } from '../profile/oids.ts';
import { authorityNameInJapanese } from './authority.ts';
import {
  authorityKeyIdentifier,
  certificatePolicy,
  crlDistributionPoint,
  extendedKeyUsage,
  issuerAltName,
  keyUsage,
  ocspAddress,
  subjectAltName,
  subjectKeyIdentifier,
} from './extensions.ts';
import { nameOf } from './names.ts';

/** Where the card was issued: the certificates name it in Latin letters and by its five-digit code. */
export interface Municipality {
  readonly code: string;
  readonly prefecture: string;
  readonly city: string;
}

/** A municipality that does not exist. */
export const DEMO_MUNICIPALITY: Municipality = { code: '99999', prefecture: 'Kaijo-to', city: 'Demo-shi' };

/** What the signature certificate will say of its holder. */
export interface HolderNames {
  readonly name: string;
  /** One digit per character, 0 where the character is the right one; all 0 when absent. */
  readonly nameSubstitutes?: string;
  readonly sex: SexCode;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly era: Era;
  readonly address: string;
  readonly addressSubstitutes?: string;
}

/**
 * Extensions of a card's certificate in the order of the profile (card.md, "Certificates"; J-LIS profile
 * specification 3.2). The policy is one of {@link TEST_POLICIES}, and the responder's address leads nowhere:
 * clients ask the address of their configuration.
 */
export function cardCertificateExtensions(options: {
  readonly kind: CertificateKind;
  /** For the signature certificate only. */
  readonly holder?: HolderNames;
  readonly municipality: Municipality;
  readonly subjectKeyId: Uint8Array;
  readonly issuerKeyId: Uint8Array;
}): Extension[] {
  const { kind, holder, municipality } = options;
  const [policy = ''] = TEST_POLICIES[kind];
  return [
    keyUsage(KEY_USAGE[kind]),
    ...(kind === 'auth' ? [extendedKeyUsage(id_kp_clientAuth)] : []),
    ...(holder === undefined ? [] : [subjectAltName(...holderOtherNames(holder))]),
    certificatePolicy(policy, 'http://www.jpki.invalid/cps.html'),
    issuerAltName(authorityNameInJapanese(kind)),
    crlDistributionPoint(distributionPointName(kind, municipality)),
    ocspAddress(`http://ocsp.jpki.invalid/${kind}`),
    authorityKeyIdentifier(options.issuerKeyId),
    subjectKeyIdentifier(options.subjectKeyId),
  ];
}

/** The signature certificate names the municipality, the auth certificate only itself. */
export function cardSubject(kind: CertificateKind, identification: string, municipality: Municipality): Name {
  return kind === 'sign'
    ? nameOf(
        [NAME_ATTRIBUTE.country, 'JP'],
        [NAME_ATTRIBUTE.locality, municipality.prefecture],
        [NAME_ATTRIBUTE.locality, municipality.city],
        [NAME_ATTRIBUTE.commonName, identification],
      )
    : nameOf([NAME_ATTRIBUTE.country, 'JP'], [NAME_ATTRIBUTE.commonName, identification]);
}

function distributionPointName(kind: CertificateKind, { prefecture, city }: Municipality): Name {
  return nameOf(
    [NAME_ATTRIBUTE.country, 'JP'],
    [NAME_ATTRIBUTE.organization, 'JPKI'],
    [NAME_ATTRIBUTE.organizationalUnit, AUTHORITY_UNIT[kind]],
    [NAME_ATTRIBUTE.organizationalUnit, 'CRL Distribution Points'],
    [NAME_ATTRIBUTE.organizationalUnit, prefecture],
    [NAME_ATTRIBUTE.commonName, `${city} CRLDP`],
  );
}

/** The otherNames of the signature certificate, in the order of the profile. */
export function holderOtherNames(holder: HolderNames): GeneralName[] {
  return [
    otherName(HOLDER_OTHER_NAME.name, holder.name),
    otherName(HOLDER_OTHER_NAME.birthDate, `${holder.era}${holder.birthDate.replaceAll('-', '')}`),
    otherName(HOLDER_OTHER_NAME.sex, String(holder.sex)),
    otherName(HOLDER_OTHER_NAME.address, holder.address),
    otherName(HOLDER_OTHER_NAME.nameSubstitutes, holder.nameSubstitutes ?? noSubstitutes(holder.name)),
    otherName(
      HOLDER_OTHER_NAME.addressSubstitutes,
      holder.addressSubstitutes ?? noSubstitutes(holder.address),
    ),
  ];
}

const TAG_UTF8_STRING = 0x0c;

function otherName(typeId: string, text: string): GeneralName {
  const value = Uint8Array.from(encodeTlv(TAG_UTF8_STRING, new TextEncoder().encode(text)));
  return new GeneralName({ otherName: new OtherName({ typeId, value: value.buffer }) });
}

function noSubstitutes(text: string): string {
  return '0'.repeat([...text].length);
}
