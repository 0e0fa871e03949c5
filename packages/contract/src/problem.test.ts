import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from './language/index.ts';
import { PROBLEM_STATUS, PROBLEM_TYPES, problemTypeOf, problemTypeUri } from './problem.ts';
import { PROBLEM_CATALOGUES, problemDetail, problemTitle } from './problem-sentences/all.ts';
import { PROBLEM_CATALOGUE_LOADERS, sayProblem } from './problem-sentences/index.ts';

const PROTOCOL_TYPES =
  `maintenance outside-hours not-offered-here no-reservation reservation-expired reservation-in-use
  certificate-expired certificate-revoked certificate-untrusted revocation-unknown card-face-invalid card-mismatch
  signature-invalid challenge-expired image-unusable face-mismatch liveness-failed app-restricted pin-not-resettable-here
  card-refused too-many-requests invalid-request`.split(/\s+/);

const SCRIPTS: Readonly<Record<Language, string>> = {
  ja: 'kana',
  'ja-easy': 'kana',
  en: 'latin',
  'zh-Hans': 'han',
  ko: 'hangul',
  vi: 'latin',
  'pt-BR': 'latin',
};

function scriptOf(sentence: string): string {
  if (/[ぁ-んァ-ヴ]/.test(sentence)) return 'kana';
  if (/[가-힣]/.test(sentence)) return 'hangul';
  return /[一-龠]/.test(sentence) ? 'han' : 'latin';
}

describe('R40: every refusal has a stable type and says what happened, what is unchanged and what to do', () => {
  it('knows every problem type of the protocol', () => {
    expect(PROBLEM_TYPES).toEqual(expect.arrayContaining(PROTOCOL_TYPES));
  });

  it.each(PROBLEM_TYPES)('%s is an error status and has its three sentences in every language', (type) => {
    expect(PROBLEM_STATUS[type]).toBeGreaterThanOrEqual(400);
    for (const language of LANGUAGES) {
      const { happened, unchanged, next } = sayProblem(PROBLEM_CATALOGUES[language], type);
      for (const sentence of [happened, unchanged, next]) {
        expect(sentence).toMatch(/[。.]$/);
        expect(sentence).not.toMatch(/[{}]/);
        expect(scriptOf(sentence)).toBe(SCRIPTS[language]);
      }
      expect(problemDetail(type, language)).toContain(next);
      expect(problemTitle(type, language)).toBe(happened);
    }
  });

  it('no language has the sentence of another', () => {
    for (const type of PROBLEM_TYPES) {
      const said = LANGUAGES.map((language) => problemDetail(type, language));
      expect(new Set(said).size).toBe(LANGUAGES.length);
    }
  });

  it('R5: the sentence names the certificate that failed', () => {
    for (const type of PROBLEM_TYPES.filter((one) => /^certificate-|^revocation-/.test(one))) {
      for (const language of LANGUAGES) {
        const { sign, auth } = PROBLEM_CATALOGUES[language].certificates;
        expect(problemDetail(type, language, 'sign').toLowerCase()).toContain(sign.toLowerCase());
        expect(problemDetail(type, language, 'auth').toLowerCase()).toContain(auth.toLowerCase());
      }
    }
    expect(problemDetail('certificate-revoked', 'ja', 'sign')).toMatch(
      /^カードの署名用電子証明書が失効しています。/,
    );
    expect(problemDetail('certificate-expired', 'en', 'auth')).toMatch(
      /^The user-authentication certificate on your card has expired/,
    );
  });

  it('browsers load the same sentences, one language at a time', async () => {
    for (const language of LANGUAGES)
      expect(await PROBLEM_CATALOGUE_LOADERS[language]()).toBe(PROBLEM_CATALOGUES[language]);
  });

  it('finds the type again from what was sent, and no other', () => {
    for (const type of PROBLEM_TYPES) expect(problemTypeOf({ type: problemTypeUri(type) })).toBe(type);
    expect(problemTypeOf({ type: 'about:blank' })).toBeUndefined();
    expect(problemTypeOf({ type: '/problems/toString' })).toBeUndefined();
  });
});
