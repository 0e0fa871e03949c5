import { childrenOf, membersOf, one, readDer, readOid } from '../der/der-value.ts';
import { TAG } from '../der/tag.ts';
import type { CertificateKind } from './oids.ts';

/** Attribute types of names (X.520). */
export const NAME_ATTRIBUTE = {
  commonName: '2.5.4.3',
  country: '2.5.4.6',
  locality: '2.5.4.7',
  organization: '2.5.4.10',
  organizationalUnit: '2.5.4.11',
} as const;

export const AUTHORITY_UNIT: Readonly<Record<CertificateKind, string>> = {
  sign: 'JPKI for digital signature',
  auth: 'JPKI for user authentication',
};

/** The organizational units of a Name, in its order; only those that the profile's string types write. */
export function organizationalUnitsOf(name: Uint8Array): string[] {
  const rdns = readDer(name, TAG.sequence);
  return (rdns === undefined ? [] : childrenOf(rdns)).flatMap(childrenOf).flatMap((attribute) => {
    const [type, text] = membersOf(attribute, one(TAG.objectIdentifier), one(...STRING_TYPES)) ?? [];
    const isUnit = text !== undefined && readOid(type) === NAME_ATTRIBUTE.organizationalUnit;
    return isUnit ? [new TextDecoder().decode(text.content)] : [];
  });
}

const STRING_TYPES = [TAG.utf8String, TAG.printableString];
