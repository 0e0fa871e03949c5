import { verify } from 'node:crypto';
import { fromBase64, toBase64 } from './base64.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A text with signatures under it (C2SP signed-note). */
export interface SignedNote {
  /** Ends with a newline; it is what was signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** 4 bytes: see `VerifierKey.id`. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

const MAX_SIGNATURES = 100;
const ED25519_SIGNATURE_BYTES = 64;
const TIMESTAMP_BYTES = 8;

export function formatSignedNote({ text, signatures }: SignedNote): string {
  const lines = signatures.map(
    ({ name, keyId, signature }) => `— ${name} ${toBase64(Buffer.concat([keyId, signature]))}\n`,
  );
  return `${text}\n${lines.join('')}`;
}

/** `undefined` for what is no signed note. */
export function parseSignedNote(note: string): SignedNote | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids them
  if (/[\x00-\x09\x0b-\x1f\x7f]/.test(note)) return undefined;
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, encoded] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
    const bytes = encoded === undefined ? undefined : fromBase64(encoded);
    if (name === undefined || bytes === undefined || bytes.length < 5) return undefined;
    signatures.push({ name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) });
  }
  return { text: note.slice(0, split + 1), signatures };
}

/**
 * Has this key signed the note? Signatures of keys that nobody asked for are left aside, as the format wants it; a wrong
 * signature under the key's own name and id is `forged`, even beside a good one.
 */
export function signedBy(note: SignedNote, key: VerifierKey): 'signed' | 'not-signed' | 'forged' {
  const own = note.signatures.filter(
    ({ name, keyId }) => name === key.name && Buffer.compare(keyId, key.id) === 0,
  );
  if (own.length === 0) return 'not-signed';
  return own.every(({ signature }) => isGood(note.text, signature, key)) ? 'signed' : 'forged';
}

/** When a witness says that it has seen the note's tree head; `undefined` when it does not say so. */
export function cosignedAt(note: SignedNote, key: VerifierKey): Date | undefined {
  if (key.kind !== 'cosignature' || signedBy(note, key) !== 'signed') return undefined;
  const own = note.signatures.find(({ keyId }) => Buffer.compare(keyId, key.id) === 0);
  return own && new Date(timeOf(own.signature) * 1_000);
}

function isGood(text: string, signature: Uint8Array, { kind, publicKey }: VerifierKey): boolean {
  if (kind === 'note') return verify(null, Buffer.from(text), publicKey, signature);
  if (signature.length !== TIMESTAMP_BYTES + ED25519_SIGNATURE_BYTES) return false;
  const message = cosignatureMessage(text, timeOf(signature));
  return verify(null, message, publicKey, signature.slice(TIMESTAMP_BYTES));
}

/** What a witness signs (C2SP tlog-cosignature, v1); `time` in seconds since 1970. */
export function cosignatureMessage(text: string, time: number): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);
}

function timeOf(signature: Uint8Array): number {
  return Number(Buffer.from(signature).readBigUInt64BE(0));
}
