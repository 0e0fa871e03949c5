import { type Credential, toBase64Url } from '@kaijo/contract';
import { CardProtocolError } from '@kaijo/iso7816';
import { parseCertificate } from '@kaijo/jpki/certificate';

type SignCertificate = NonNullable<ReturnType<typeof parseCertificate>>;

export function authCredential(certificate: Uint8Array): Credential {
  return { kind: 'auth', certificate: toBase64Url(certificate) };
}

/** R38: of the signature certificate only serial and issuer key id leave the phone or kiosk. */
export function signCredential(certificate: SignCertificate): Credential {
  return {
    kind: 'sign',
    serial: toBase64Url(certificate.serial),
    issuerKeyId: toBase64Url(certificate.issuerKeyId),
  };
}

/** @throws CardProtocolError for bytes that are no certificate, and for a sign PIN that opens none */
export function parseSignCertificate(der: Uint8Array | undefined): SignCertificate {
  const certificate = der && parseCertificate(der);
  if (certificate === undefined) throw new CardProtocolError('the signature certificate cannot be read');
  return certificate;
}
