import { CardProtocolError, SW } from '@kaijo/iso7816';
import { computeDigitalSignature, SIGNATURE_LENGTH } from '../command/compute-digital-signature.ts';
import { nonsense } from './card-link.ts';
import type { SelectedApplication } from './selected-application.ts';

/**
 * RSASSA-PKCS1-v1_5 over a SHA-256 digest with the key in file `keyFid`: 256 bytes.
 * @throws RangeError for a digest of another length @throws CardGoneError @throws CardProtocolError
 */
export async function signDigest(
  application: SelectedApplication,
  keyFid: number,
  sha256Digest: Uint8Array,
): Promise<Uint8Array> {
  const command = computeDigitalSignature(sha256Digest);
  return application.run(async () => {
    await application.selectExistingFile(keyFid);
    const answer = await application.send(command);
    if (answer.sw !== SW.OK) throw nonsense('COMPUTE DIGITAL SIGNATURE', answer);
    if (answer.data.length !== SIGNATURE_LENGTH)
      throw new CardProtocolError(`a signature of ${answer.data.length} bytes`);
    return answer.data;
  });
}
