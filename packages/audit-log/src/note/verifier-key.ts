import { createPublicKey, type KeyObject } from 'node:crypto';
import { sha256 } from '../tree/hashing.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** What a key signs: a note's text, or as a witness that it has seen a tree head (C2SP tlog-cosignature). */
export type SignatureKind = 'note' | 'cosignature';

/** A public key with its name, as signers hand it out (C2SP signed-note, "Verifier keys"): `name+hash+key`. */
export interface VerifierKey {
  readonly name: string;
  readonly kind: SignatureKind;
  /** 4 bytes that find the key among a note's signatures. */
  readonly id: Uint8Array;
  readonly publicKey: KeyObject;
}

/** Signature types of C2SP signed-note. */
const TYPE: Readonly<Record<SignatureKind, number>> = { note: 0x01, cosignature: 0x04 };
const ED25519_BYTES = 32;
/** SubjectPublicKeyInfo of an Ed25519 key up to the key (RFC 8410, 4). */
const ED25519_SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** `publicKey`: 32 bytes of Ed25519. @throws RangeError for a name that no note can carry, or another length */
export function verifierKey(name: string, publicKey: Uint8Array, kind: SignatureKind = 'note'): VerifierKey {
  if (!isKeyName(name))
    throw new RangeError(`"${name}" is no key name: it has a blank or a plus, or is empty`);
  if (publicKey.length !== ED25519_BYTES) throw new RangeError('an Ed25519 key has 32 bytes');
  return {
    name,
    kind,
    id: sha256(Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(TYPE[kind]), publicKey])).slice(0, 4),
    publicKey: createPublicKey({
      key: Buffer.concat([ED25519_SPKI_PREFIX, publicKey]),
      format: 'der',
      type: 'spki',
    }),
  };
}

export function formatVerifierKey({ name, kind, id, publicKey }: VerifierKey): string {
  const { x } = publicKey.export({ format: 'jwk' });
  const key = Buffer.concat([Uint8Array.of(TYPE[kind]), Buffer.from(x as string, 'base64url')]);
  return `${name}+${Buffer.from(id).toString('hex')}+${toBase64(key)}`;
}

/** `undefined` for what is no verifier key, or one of a kind that is not known here. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  const kind = (['note', 'cosignature'] as const).find((one) => TYPE[one] === bytes?.[0]);
  if (name === undefined || kind === undefined || bytes?.length !== 1 + ED25519_BYTES) return undefined;
  if (!isKeyName(name)) return undefined;
  const key = verifierKey(name, bytes.slice(1), kind);
  return Buffer.from(key.id).toString('hex') === id ? key : undefined;
}

/** C2SP signed-note: not empty, no Unicode space, no plus. */
export function isKeyName(name: string): boolean {
  return /^[^\s+\p{White_Space}]+$/u.test(name);
}
