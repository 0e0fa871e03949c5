import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';
import type { CertificateKind } from './oids.ts';

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

/** One attribute to a relative distinguished name; the country as PrintableString, all else as UTF8String. */
export function nameOf(...attributes: readonly (readonly [type: string, value: string])[]): Name {
  return new Name(
    attributes.map(
      ([type, text]) =>
        new RelativeDistinguishedName([
          new AttributeTypeAndValue({ type, value: directoryString(type, text) }),
        ]),
    ),
  );
}

/** The values of one attribute type, in the order of the name. */
export function attributesOf(name: Name, type: string): string[] {
  return name.flatMap((rdn) =>
    rdn.filter((attribute) => attribute.type === type).map((attribute) => attribute.value.toString()),
  );
}

function directoryString(type: string, text: string): AttributeValue {
  return new AttributeValue(
    type === NAME_ATTRIBUTE.country ? { printableString: text } : { utf8String: text },
  );
}
