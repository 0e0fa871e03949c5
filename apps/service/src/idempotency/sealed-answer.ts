import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '../random.ts';

/** An answer as it was sent: everything that a repeated call needs to get. */
export interface SentAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts an answer under a key that follows from the Idempotency-Key (HKDF-SHA-256, RFC 5869; salt: the record's
 * id), which is stored nowhere: the tables alone disclose no token. AES-256-GCM, as nonce ‖ ciphertext ‖ tag, with the
 * record's id as associated data.
 */
export function sealAnswer(
  answer: SentAnswer,
  key: string,
  recordId: Uint8Array,
  random: Random,
): Uint8Array {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, answerKey(key, recordId), nonce).setAAD(recordId);
  const plain = Buffer.from(JSON.stringify([answer.status, answer.contentType, answer.body]), 'utf8');
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
}

/** @throws Error when the record was changed */
export function openAnswer(sealed: Uint8Array, key: string, recordId: Uint8Array): SentAnswer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(sealed.length - TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, answerKey(key, recordId), nonce).setAAD(recordId).setAuthTag(tag);
  const plain = Buffer.concat([
    decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)),
    decipher.final(),
  ]);
  const [status, contentType, body] = JSON.parse(plain.toString('utf8')) as [number, string, string];
  return { status, contentType, body };
}

function answerKey(key: string, recordId: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, recordId, 'kaijo/idempotency/answer/1', 32));
}
