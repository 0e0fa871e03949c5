import { encodeTlv, fromHex } from '@kaijo/iso7816';
import { template } from './tlv-template.ts';

/** K: the order is what clients rely on (application, reserved, version, municipality); the tags are not public. */
const TAG = {
  information: 0xff60,
  application: 0xdf61,
  reserved: 0xdf62,
  version: 0xdf63,
  city: 0xdf64,
} as const;

export const FACE_APPLICATION_ID = fromHex('01010402');
export const SUPPORT_APPLICATION_ID = fromHex('01010408');

/** The file that says what an application is and which municipality issued it. */
export function basicInformation(applicationId: Uint8Array, city: string): Uint8Array {
  return template(
    TAG.information,
    encodeTlv(TAG.application, applicationId),
    encodeTlv(TAG.reserved, Uint8Array.of(0)),
    encodeTlv(TAG.version, Uint8Array.of(1)),
    encodeTlv(TAG.city, new TextEncoder().encode(city)),
  );
}
