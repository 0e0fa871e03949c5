import { createPhoneClient, type PhoneCardRequest } from '@kaijo/contract';
import { describe, expect, it } from 'vitest';
import { type ScriptedAnswer, ScriptedService } from '../test-support/scripted-service.ts';
import { type ReserveInput, reserve, type TakenFrames } from './reserve.ts';
import type { TapOutcome } from './tap-card.ts';

const OPENED: ScriptedAnswer = {
  status: 201,
  body: { session: 'd76fa946-38f2-4ef3-b790-515d400c05d3', token: 'token', nonce: 'AAAA', expiresAt: '' },
};
const RESERVED: ScriptedAnswer = {
  status: 201,
  body: { reservation: { state: 'open' }, token: 'reservation' },
};
const CHALLENGE = {
  challenge: '6a2f0c1e-8d11-4f0e-9a57-3b0c1a5e6a3b',
  steps: ['look-straight'],
  expiresAt: '',
};
const LIVENESS: ScriptedAnswer = { status: 200, body: { liveness: CHALLENGE, triesLeft: 5 } };

const cardFace = { data: 'AAAA', certificate: 'AAAA' };
const request: PhoneCardRequest = {
  credential: { kind: 'auth', certificate: 'AA' },
  signature: 'AA',
  cardFace,
};
const READ: TapOutcome = { kind: 'read', request };
const FRAMES: TakenFrames = {
  frames: Array.from({ length: 8 }, (_, at) => ({ jpeg: Uint8Array.of(at), step: 'look-straight', at })),
};

async function reserveWith(answers: readonly ScriptedAnswer[], input: Partial<ReserveInput> = {}) {
  const service = new ScriptedService(...answers);
  const phone = createPhoneClient({ baseUrl: 'http://service', fetch: service.fetch });
  const patience = { attempts: 3, firstWait: 0, sleep: async () => {} };
  const outcome = await reserve(
    { phone, patience },
    {
      targetPin: 'sign',
      appInstance: crypto.randomUUID(),
      terms: '2026-01',
      tap: async () => READ,
      takeFrames: async () => FRAMES,
      ...input,
    },
  );
  const steps = service.heard.map(({ path }) => path.split('/').at(-1));
  return { outcome, steps, service };
}

describe('the auth PIN is reserved', () => {
  it('with two messages, and no camera opens (R4)', async () => {
    const takeFrames = () => Promise.reject(new Error('a camera'));
    const { outcome, steps } = await reserveWith([OPENED, RESERVED], { targetPin: 'auth', takeFrames });
    expect(outcome).toMatchObject({ kind: 'reserved', answer: { token: 'reservation' } });
    expect(steps).toEqual(['sessions', 'card']);
  });
});

describe('the sign PIN is reserved', () => {
  it('with consent to the terms first (R44), the face last, and the card face with the frames', async () => {
    const { outcome, steps, service } = await reserveWith([OPENED, LIVENESS, RESERVED]);
    expect(outcome.kind).toBe('reserved');
    expect(steps).toEqual(['sessions', 'card', 'face']);
    expect(service.heard[0]?.body).toMatchObject({ consent: { terms: '2026-01' } });
    const form = service.heard[2]?.body as FormData;
    expect(JSON.parse(await (form.get('meta') as Blob).text())).toMatchObject({
      challenge: CHALLENGE.challenge,
      cardFace,
    });
    expect(form.getAll('frame')).toHaveLength(FRAMES.frames.length);
  });

  it.each([
    'face-mismatch',
    'liveness-failed',
    'image-unusable',
    'challenge-expired',
  ] as const)('%s is told with the tries left, and the next attempt needs no second tap (R19)', async (problem) => {
    const { outcome, service } = await reserveWith([OPENED, LIVENESS, { problem, triesLeft: 3 }]);
    if (outcome.kind !== 'face-refused') throw new Error(outcome.kind);
    expect(outcome.problem.triesLeft).toBe(3);
    service.expect(LIVENESS, RESERVED);
    expect((await outcome.again()).kind).toBe('reserved');
    const cards = service.heard.filter(({ path }) => path.endsWith('/card'));
    // Another question, not the old one asked again: the service draws a fresh challenge.
    expect(cards[1]?.key).not.toBe(cards[0]?.key);
    expect(cards[1]?.body).toEqual(cards[0]?.body);
  });

  it('a restriction ends it (R19)', async () => {
    const { outcome } = await reserveWith([OPENED, LIVENESS, { problem: 'app-restricted' }]);
    expect(outcome).toMatchObject({ kind: 'refused', problem: { type: '/problems/app-restricted' } });
  });

  it('a service that is busy is asked again with the same frames', async () => {
    const busy = { problem: 'too-many-requests', retryAfter: 3 } as const;
    const { outcome, service } = await reserveWith([OPENED, LIVENESS, busy, RESERVED]);
    expect(outcome.kind).toBe('reserved');
    expect(service.heard[3]?.key).toBe(service.heard[2]?.key);
  });

  it('the holder who takes no picture gives up, and nothing more is sent', async () => {
    const { outcome, steps } = await reserveWith([OPENED, LIVENESS], { takeFrames: async () => undefined });
    expect(outcome).toEqual({ kind: 'given-up' });
    expect(steps).toEqual(['sessions', 'card']);
  });
});

describe('what comes between', () => {
  it.each<TapOutcome>([
    { kind: 'card-gone' },
    { kind: 'not-a-my-number-card' },
    { kind: 'given-up' },
    { kind: 'proving-pin', outcome: { kind: 'wrong', triesLeft: 2 } },
  ])('at the card ($kind) is told, and the service hears nothing of it', async (tapped) => {
    const { outcome, steps } = await reserveWith([OPENED], { tap: async () => tapped });
    expect(outcome).toEqual(tapped);
    expect(steps).toEqual(['sessions']);
  });

  it('R1, R36: a refusal to begin comes before the card is asked for', async () => {
    const tap = () => Promise.reject(new Error('a tap'));
    const { outcome } = await reserveWith([{ problem: 'maintenance' }], { tap });
    expect(outcome).toMatchObject({ kind: 'refused', problem: { type: '/problems/maintenance' } });
  });

  it.each([
    ['the first message', ['lost', 'lost', 'lost']],
    ['the card’s', [OPENED, 'lost', 'lost', 'lost']],
    ['the face’s', [OPENED, LIVENESS, 'lost', 'lost', 'lost']],
  ] as const)('no answer to %s is told as such', async (_, answers) => {
    expect((await reserveWith(answers)).outcome).toEqual({ kind: 'unreachable' });
  });
});
