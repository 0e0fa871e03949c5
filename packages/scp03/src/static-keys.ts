import type { Secret } from '@kaijo/secret';

/**
 * The static Secure Channel keys of one card (Amendment D v1.2, table 6-1): Key-ENC and Key-MAC, AES keys of one
 * length, 16, 24 or 32 bytes. A session copies what it needs: the caller may wipe them once the session is open.
 */
export interface StaticKeys {
  readonly enc: Secret;
  readonly mac: Secret;
}

/** With Key-DEK, which encrypts keys on their way to the card (PUT KEY) and takes no part in a session. */
export interface CardKeys extends StaticKeys {
  readonly dek: Secret;
}

/** @throws RangeError for keys that are no AES keys of one length */
export function assertStaticKeys(keys: StaticKeys): void {
  if (![16, 24, 32].includes(keys.enc.length) || keys.enc.length !== keys.mac.length)
    throw new RangeError('Key-ENC and Key-MAC must be AES keys of one length');
}
