import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CertificateState, certificateRefusal } from './rules.ts';

const usable: CertificateState = { kind: 'usable' };
const revoked: CertificateState = { kind: 'revoked' };
const unknown: CertificateState = { kind: 'unknown', reason: 'revocation' };

describe('R5: both certificates must be usable; the answer names which one fails and why', () => {
  it.each<[CertificateState, object]>([
    [
      { kind: 'not-valid', reason: 'expired' },
      { problem: 'certificate-expired', reason: 'expired' },
    ],
    [
      { kind: 'not-valid', reason: 'not-yet-valid' },
      { problem: 'certificate-expired', reason: 'not-yet-valid' },
    ],
    [revoked, { problem: 'certificate-revoked' }],
    [unknown, { problem: 'revocation-unknown', reason: 'revocation-unreachable' }],
    [
      { kind: 'unknown', reason: 'directory' },
      { problem: 'revocation-unknown', reason: 'directory-unreachable' },
    ],
    [
      { kind: 'defective', reason: 'wrong-policy' },
      { problem: 'certificate-untrusted', reason: 'wrong-policy' },
    ],
  ])('%j', (state, refusal) => {
    expect(certificateRefusal({ auth: state, sign: usable })).toEqual({ ...refusal, certificate: 'auth' });
    expect(certificateRefusal({ auth: usable, sign: state })).toEqual({ ...refusal, certificate: 'sign' });
  });

  it('tells what will not pass before what may pass', () => {
    expect(certificateRefusal({ auth: unknown, sign: revoked })).toMatchObject({ certificate: 'sign' });
    expect(certificateRefusal({ auth: unknown, sign: unknown })).toMatchObject({ certificate: 'auth' });
    expect(certificateRefusal({ auth: revoked, sign: revoked })).toMatchObject({ certificate: 'auth' });
  });

  it('lets through two usable certificates and nothing else (10,000 runs)', () => {
    const state = fc.constantFrom<CertificateState>(
      usable,
      revoked,
      unknown,
      { kind: 'unknown', reason: 'directory' },
      { kind: 'not-valid', reason: 'expired' },
      { kind: 'defective', reason: 'no-sign-certificate' },
    );
    fc.assert(
      fc.property(state, state, (auth, sign) => {
        const refusal = certificateRefusal({ auth, sign });
        expect(refusal === undefined).toBe(auth === usable && sign === usable);
        if (refusal === undefined) return;
        const named = refusal.certificate === 'auth' ? auth : sign;
        expect(named).not.toBe(usable);
        const mayPass = refusal.problem === 'revocation-unknown';
        if (mayPass)
          expect([auth, sign].every(({ kind }) => kind === 'unknown' || kind === 'usable')).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});
