import type { CardBody } from '../state/card-state.ts';
import { basicInformation, FACE_APPLICATION_ID, SUPPORT_APPLICATION_ID } from './basic-information.ts';
import type { FaceFiles } from './face-files.ts';
import type { CardCertificates } from './issue-certificates.ts';
import type { SupportFiles } from './support-files.ts';

const TOKEN = 'JPKIAPICCTOKEN2';
const TOKEN_LENGTH = 32;
const DEMO_CITY = '解錠市';

/** What stands in each file of the card. */
export function cardFiles(
  certificates: CardCertificates,
  face: FaceFiles,
  support: SupportFiles,
): CardBody['files'] {
  return {
    token: new TextEncoder().encode(TOKEN.padEnd(TOKEN_LENGTH)),
    authCertificate: certificates.auth.raw,
    authCaCertificate: certificates.authAuthority,
    ...(certificates.sign === undefined ? {} : { signCertificate: certificates.sign.raw }),
    signCaCertificate: certificates.signAuthority,
    faceBirth: face.birth,
    faceData: face.data,
    faceInformation: basicInformation(FACE_APPLICATION_ID, DEMO_CITY),
    faceIntermediateCertificate: face.intermediateCertificate,
    faceNumberImage: face.numberImage,
    supportNumber: support.number,
    supportAttributes: support.attributes,
    supportSignature: support.signature,
    supportIntermediateCertificate: face.intermediateCertificate,
    supportInformation: basicInformation(SUPPORT_APPLICATION_ID, DEMO_CITY),
  };
}
