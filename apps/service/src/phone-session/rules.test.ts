import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FacePhoneSession, LivenessChallenge, NewPhoneSession, PhoneSession } from './record.ts';
import {
  askForFace,
  type Decision,
  finish,
  LIVENESS_CHALLENGE_MS,
  PHONE_SESSION_MS,
  refusesCard,
  takeChallenge,
} from './rules.ts';

const BEGAN = new Date('2026-03-01T12:00:00+09:00');
const later = (ms: number): Date => new Date(BEGAN.getTime() + ms);
const bytes = (value: number): Uint8Array => new Uint8Array(32).fill(value);

const CARD = { cardRef: 'card', messageDigest: bytes(1), cardFaceDigest: bytes(2) };

function begin(): NewPhoneSession {
  return {
    id: 'session',
    tokenDigest: bytes(8),
    nonce: bytes(9),
    targetPin: 'sign',
    appRef: 'app',
    terms: '2026-01',
    expiresAt: later(PHONE_SESSION_MS),
    state: 'new',
  };
}

function challenge(id: string, drawnAt: number): LivenessChallenge {
  return {
    id,
    steps: ['look-straight', 'turn-left', 'come-nearer'],
    expiresAt: later(drawnAt + LIVENESS_CHALLENGE_MS),
  };
}

function changed<T extends PhoneSession>(decision: Decision<T>): T {
  if (decision.kind !== 'change') throw new Error(decision.refusal.problem);
  return decision.to;
}

const refusal = (decision: Decision<PhoneSession>): string =>
  decision.kind === 'refuse' ? decision.refusal.problem : 'none';

const asked = (at = 0): FacePhoneSession =>
  changed(askForFace(begin(), CARD, challenge('c1', at), later(at)));

describe('a phone session lasts ten minutes', () => {
  it.each([
    [PHONE_SESSION_MS - 1, undefined],
    [PHONE_SESSION_MS, 'challenge-expired'],
  ])('%i ms after it began the card message is refused as %s', (at, problem) => {
    expect(refusesCard(begin(), bytes(1), later(at))?.problem).toBe(problem);
  });
});

describe('the nonce is used once', () => {
  it('after the card message succeeded another one is refused', () => {
    expect(refusesCard(asked(), bytes(7), later(1))).toEqual({ problem: 'challenge-expired' });
    const used = changed(finish(begin(), 'new'));
    expect(refusesCard(used, CARD.messageDigest, later(1))).toEqual({ problem: 'challenge-expired' });
  });

  it('the very same message draws another challenge, and the older one is void', () => {
    const again = changed(askForFace(asked(), CARD, challenge('c2', 1), later(1)));
    expect(refusal(takeChallenge(again, { challenge: 'c1', cardFaceDigest: bytes(2) }, later(2)))).toBe(
      'challenge-expired',
    );
    expect(takeChallenge(again, { challenge: 'c2', cardFaceDigest: bytes(2) }, later(2)).kind).toBe('change');
  });
});

describe('a liveness challenge', () => {
  const answer = { challenge: 'c1', cardFaceDigest: bytes(2) };

  it.each([
    [LIVENESS_CHALLENGE_MS - 1, 'none'],
    [LIVENESS_CHALLENGE_MS, 'challenge-expired'],
  ])('is answered within 60 seconds: at %i ms %s', (at, problem) => {
    expect(refusal(takeChallenge(asked(), answer, later(at)))).toBe(problem);
  });

  it('is answered once, whatever comes of it', () => {
    const judging = changed(takeChallenge(asked(), answer, later(1)));
    expect(judging.challenge).toBeUndefined();
    expect(refusal(takeChallenge(judging, answer, later(2)))).toBe('challenge-expired');
  });

  it('belongs to the card face that the signature covered', () => {
    const swapped = { challenge: 'c1', cardFaceDigest: bytes(3) };
    const session = asked();
    expect(refusal(takeChallenge(session, swapped, later(1)))).toBe('card-mismatch');
    expect(takeChallenge(session, answer, later(2)).kind).toBe('change');
  });

  it('does not exist before the card has proven itself', () => {
    expect(refusal(takeChallenge(begin(), answer, later(1)))).toBe('challenge-expired');
  });

  it('a face that was being judged when the ten minutes ended still counts', () => {
    const drawn = PHONE_SESSION_MS - 10;
    const judging = changed(takeChallenge(asked(drawn), answer, later(PHONE_SESSION_MS - 1)));
    expect(changed(finish(judging, 'face')).state).toBe('used');
  });
});

describe('a session makes one reservation', () => {
  it('and never without the step that its PIN asks for', () => {
    expect(refusal(finish(begin(), 'face'))).toBe('challenge-expired');
    expect(refusal(finish(asked(), 'new'))).toBe('challenge-expired');
    expect(refusal(finish(changed(finish(asked(), 'face')), 'face'))).toBe('challenge-expired');
  });

  it('whatever messages come, in whatever order (20,000 runs)', () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('card' as const), message: fc.constantFrom(1, 1, 1, 7) }),
      fc.record({
        do: fc.constant('take' as const),
        older: fc.constantFrom(0, 0, 0, 1),
        face: fc.constantFrom(2, 2, 2, 3),
      }),
      fc.record({ do: fc.constant('judged' as const), match: fc.boolean() }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 1, 59_999, 60_000, 200_000) }),
    );
    let reservedRuns = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        let session: PhoneSession = begin();
        let now = 0;
        let first: number | undefined;
        let judging = 0;
        let reservations = 0;
        const drawnAt: number[] = [];
        const taken = new Set<number>();
        for (const one of acts) {
          if (one.do === 'wait') now += one.ms;
          else if (one.do === 'card') {
            const drawn = challenge(String(drawnAt.length), now);
            const decision = askForFace(
              session,
              { ...CARD, messageDigest: bytes(one.message) },
              drawn,
              later(now),
            );
            const may =
              now < PHONE_SESSION_MS && reservations === 0 && (first ?? one.message) === one.message;
            expect(decision.kind).toBe(may ? 'change' : 'refuse');
            if (decision.kind !== 'change') continue;
            first = one.message;
            drawnAt.push(now);
            session = decision.to;
          } else if (one.do === 'take') {
            const decision = takeChallenge(
              session,
              { challenge: String(drawnAt.length - 1 - one.older), cardFaceDigest: bytes(one.face) },
              later(now),
            );
            const current = drawnAt.length - 1;
            const may =
              reservations === 0 &&
              current >= 0 &&
              one.older === 0 &&
              !taken.has(current) &&
              now - (drawnAt[current] ?? 0) < 60_000 &&
              now < PHONE_SESSION_MS &&
              one.face === 2;
            expect(decision.kind).toBe(may ? 'change' : 'refuse');
            if (decision.kind !== 'change') continue;
            taken.add(current);
            judging++;
            session = decision.to;
          } else if (judging > 0) {
            judging--;
            if (!one.match) continue;
            const decision = finish(session, 'face');
            expect(decision.kind).toBe(reservations === 0 ? 'change' : 'refuse');
            if (decision.kind !== 'change') continue;
            reservations++;
            session = decision.to;
          }
        }
        expect(reservations).toBeLessThanOrEqual(1);
        if (reservations === 1) reservedRuns++;
      }),
      { numRuns: 20_000 },
    );
    expect(reservedRuns).toBeGreaterThan(500);
  });
});
