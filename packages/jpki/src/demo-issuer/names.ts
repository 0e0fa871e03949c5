import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from '@peculiar/asn1-x509';
import { NAME_ATTRIBUTE } from '../profile/names.ts';

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

function directoryString(type: string, text: string): AttributeValue {
  return new AttributeValue(
    type === NAME_ATTRIBUTE.country ? { printableString: text } : { utf8String: text },
  );
}
