import { concatBytes } from '@kaijo/iso7816';
import { Secret } from '@kaijo/secret';
import { aesCmac } from './aes.ts';
import { DIVERSIFICATION_DATA_BYTES } from './initialize-update.ts';
import type { CardKeys } from './static-keys.ts';

export type CardKeyName = keyof CardKeys;

/** Labels of this derivation, one a key, so that no two keys are equal. Changing one changes every card's keys. */
const LABEL: Record<CardKeyName, string> = {
  enc: 'kaijo/card/1/Key-ENC',
  mac: 'kaijo/card/1/Key-MAC',
  dek: 'kaijo/card/1/Key-DEK',
};

const KEY_BITS = 128;

/**
 * The message whose AES-CMAC under the master key is one AES-128 key of the card with this management id (10 bytes):
 * NIST SP 800-108r1, 4.1, counter mode with one round,
 * counter '01' (1 byte) ‖ label ‖ '00' ‖ management id ‖ length in bits (2 bytes).
 * An HSM computes that one CMAC, and the master key stays inside. @throws RangeError for another length
 */
export function cardKeyDerivationMessage(name: CardKeyName, managementId: Uint8Array): Uint8Array {
  if (managementId.length !== DIVERSIFICATION_DATA_BYTES)
    throw new RangeError(`a management id has ${DIVERSIFICATION_DATA_BYTES} bytes`);
  const counter = Uint8Array.of(1);
  const label = Uint8Array.from(LABEL[name], (character) => character.charCodeAt(0));
  return concatBytes(counter, label, Uint8Array.of(0), managementId, Uint8Array.of(KEY_BITS >> 8, KEY_BITS));
}

/** The AES-128 keys of one card, for a master key (AES, 16, 24 or 32 bytes) that is at hand. The caller wipes them. */
export function deriveCardKeys(masterKey: Secret, managementId: Uint8Array): CardKeys {
  const derive = (name: CardKeyName): Secret =>
    Secret.take(aesCmac(masterKey, cardKeyDerivationMessage(name, managementId)));
  return { enc: derive('enc'), mac: derive('mac'), dek: derive('dek') };
}
