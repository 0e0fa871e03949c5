import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from './base64url.ts';
import { cardFaceDigest, doneMessage, kioskMessage, phoneMessage } from './signed-message.ts';

const nonce = fc.uint8Array({ minLength: 32, maxLength: 32 });
const session = fc.uuid();
const pin = fc.constantFrom('sign' as const, 'auth' as const);
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const anyMessage = fc.oneof(
  fc
    .record({ nonce, targetPin: pin, cardFaceDigest: digest })
    .map((of) => ({ kind: 'phone', of, bytes: phoneMessage(of) })),
  fc.record({ nonce, session, targetPin: pin }).map((of) => ({ kind: 'kiosk', of, bytes: kioskMessage(of) })),
  fc.record({ nonce, session }).map((of) => ({ kind: 'done', of, bytes: doneMessage(of) })),
);

describe('what the card signs', () => {
  it('says label, nonce, target PIN and card face, each field behind its length', () => {
    const message = phoneMessage({
      nonce: new Uint8Array(32).fill(0xaa),
      targetPin: 'sign',
      cardFaceDigest: new Uint8Array(32).fill(0xbb),
    });
    expect(hex(message)).toBe(
      `${hex(Buffer.from('kaijo/phone/1'))}0020${'aa'.repeat(32)}0004${hex(Buffer.from('sign'))}0020${'bb'.repeat(32)}`,
    );
  });

  it('signs the digest of the empty string where no card face is sent', () => {
    const message = phoneMessage({ nonce: new Uint8Array(32), targetPin: 'auth' });
    expect(hex(message).endsWith('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')).toBe(
      true,
    );
  });

  it('no two different messages share their bytes, and none begins with another', () => {
    fc.assert(
      fc.property(anyMessage, anyMessage, (a, b) => {
        const same = JSON.stringify([a.kind, a.of]) === JSON.stringify([b.kind, b.of]);
        if (!same) expect(hex(a.bytes).startsWith(hex(b.bytes))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('binds both files of the card face: bytes moved from one to the other change the digest', () => {
    const face = (data: number[], certificate: number[]) => ({
      data: toBase64Url(Uint8Array.from(data)),
      certificate: toBase64Url(Uint8Array.from(certificate)),
    });
    const a = cardFaceDigest(face([1, 2, 3], [4]));
    const b = cardFaceDigest(face([1, 2], [3, 4]));
    expect(a).toHaveLength(32);
    expect(a).not.toEqual(b);
    expect(cardFaceDigest({ data: '!', certificate: 'AA' })).toBeUndefined();
  });
});
