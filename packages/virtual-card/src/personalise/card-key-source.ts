import { type CardKeys, deriveCardKeys } from '@kaijo/scp03';
import type { Secret } from '@kaijo/secret';

/** Derives a card's own keys; the master key stays where it is. A `KeyStore` of `@kaijo/keys` is one. */
export interface CardKeySource {
  /** Version that new cards get, which INITIALIZE UPDATE names (1-127). */
  readonly currentCardKeyVersion: number;
  /** `undefined` for a version that there is no master key of. */
  cardKeys(keyVersion: number, managementId: Uint8Array): Promise<CardKeys | undefined>;
}

/** Keys under one master key, as version 1. */
export function cardKeysOf(masterKey: Secret): CardKeySource {
  return {
    currentCardKeyVersion: 1,
    cardKeys: async (version, managementId) =>
      version === 1 ? deriveCardKeys(masterKey, managementId) : undefined,
  };
}
