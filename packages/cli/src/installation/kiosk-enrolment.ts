import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { OPERATOR_ROUTES } from '@kaijo/contract';
import type { KioskIdentity } from '@kaijo/procedures/mutual-tls';
import type { OperatorClient } from './operator-client.ts';

export interface EnrolledKiosk {
  readonly identity: KioskIdentity;
  readonly url: string;
}

/** Makes a kiosk's key here and has its certificate issued by the running service; the key goes nowhere. */
export async function enrolKiosk(operator: OperatorClient, store: string): Promise<EnrolledKiosk> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const enrolled = await operator.call(OPERATOR_ROUTES.enrolKiosk, {
    body: {
      store,
      staff: 'command-line',
      publicKey: publicKey.export({ format: 'pem', type: 'spki' }) as string,
    },
  });
  return {
    identity: {
      key: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
      certificate: enrolled.certificate,
      authority: enrolled.authority,
    },
    url: enrolled.kioskUrl,
  };
}
