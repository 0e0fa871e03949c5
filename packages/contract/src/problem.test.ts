import { describe, expect, it } from 'vitest';
import { PROBLEM_STATUS, PROBLEM_TYPES, problemTypeOf, problemTypeUri } from './problem.ts';
import { PROBLEM_SENTENCES, problemDetail } from './problem-sentences.ts';

const PROTOCOL_TYPES =
  `maintenance outside-hours not-offered-here no-reservation reservation-expired reservation-in-use
  certificate-expired certificate-revoked certificate-untrusted revocation-unknown card-face-invalid card-mismatch
  signature-invalid challenge-expired image-unusable face-mismatch liveness-failed app-restricted pin-not-resettable-here
  card-refused too-many-requests invalid-request`.split(/\s+/);

describe('R40: every refusal has a stable type and says what happened, what is unchanged and what to do', () => {
  it('knows every problem type of the protocol', () => {
    expect(PROBLEM_TYPES).toEqual(expect.arrayContaining(PROTOCOL_TYPES));
  });

  it.each(
    PROBLEM_TYPES,
  )('%s is an error status and has its three sentences in Japanese and English', (type) => {
    expect(PROBLEM_STATUS[type]).toBeGreaterThanOrEqual(400);
    for (const language of ['ja', 'en'] as const) {
      const { happened, unchanged, next } = PROBLEM_SENTENCES[type][language];
      for (const sentence of [happened, unchanged, next]) expect(sentence).toMatch(/[。.]$/);
      expect(problemDetail(type, language)).toContain(next);
    }
    expect(PROBLEM_SENTENCES[type].ja.happened).toMatch(/[ぁ-ん]/);
    expect(PROBLEM_SENTENCES[type].en.happened).not.toMatch(/[ぁ-ん一-龠]/);
  });

  it('R5: the sentence names the certificate that failed', () => {
    for (const type of PROBLEM_TYPES.filter((one) => /^certificate-|^revocation-/.test(one))) {
      expect(problemDetail(type, 'ja', 'sign')).toContain('署名用電子証明書');
      expect(problemDetail(type, 'ja', 'auth')).toContain('利用者証明用電子証明書');
      expect(problemDetail(type, 'en', 'sign')).toMatch(/[Tt]he signature certificate/);
      expect(problemDetail(type, 'en', 'auth')).toMatch(/[Tt]he user-authentication certificate/);
    }
    expect(problemDetail('certificate-revoked', 'ja', 'sign')).toMatch(
      /^カードの署名用電子証明書が失効しています。/,
    );
  });

  it('finds the type again from what was sent, and no other', () => {
    for (const type of PROBLEM_TYPES) expect(problemTypeOf({ type: problemTypeUri(type) })).toBe(type);
    expect(problemTypeOf({ type: 'about:blank' })).toBeUndefined();
    expect(problemTypeOf({ type: '/problems/toString' })).toBeUndefined();
  });
});
