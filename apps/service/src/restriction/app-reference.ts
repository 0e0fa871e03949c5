import { fromHex } from '@kaijo/iso7816';
import type { KeyStore } from '../keys/index.ts';

/** The name of an app installation in tables and audit (R21, R39). `appInstance`: a UUID, in any spelling of it. */
export function appReference(keys: Pick<KeyStore, 'reference'>, appInstance: string): Promise<string> {
  return keys.reference('app', fromHex(appInstance.replaceAll('-', '')));
}
