import { concatBytes } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { DERIVATION, type DerivationConstant, deriveData } from './data-derivation.ts';
import type { StaticKeys } from './static-keys.ts';

/** S-ENC, S-MAC and S-RMAC of one session (Amendment D v1.2, 6.2.1), as long as the static keys. */
export interface SessionKeys {
  readonly enc: Secret;
  readonly mac: Secret;
  readonly rmac: Secret;
}

export function deriveSessionKeys(
  keys: StaticKeys,
  hostChallenge: Uint8Array,
  cardChallenge: Uint8Array,
): SessionKeys {
  const context = concatBytes(hostChallenge, cardChallenge);
  const derive = (key: Secret, constant: DerivationConstant): Secret =>
    Secret.take(deriveData(key, constant, key.length, context));
  return {
    enc: derive(keys.enc, DERIVATION.S_ENC),
    mac: derive(keys.mac, DERIVATION.S_MAC),
    rmac: derive(keys.mac, DERIVATION.S_RMAC),
  };
}

export function wipeSessionKeys(keys: SessionKeys): void {
  keys.enc.wipe();
  keys.mac.wipe();
  keys.rmac.wipe();
}
