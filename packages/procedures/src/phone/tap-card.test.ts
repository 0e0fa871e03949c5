import type { TargetPin } from '@kaijo/contract';
import { composePinB, type PinB, type PinState } from '@kaijo/mynacard';
import { Secret } from '@kaijo/secret';
import { describe, expect, it } from 'vitest';
import { CARD_PINS, type TestCard, testCard } from '../test-support/test-card.ts';
import { tapCard } from './tap-card.ts';

const NONCE = new Uint8Array(32).fill(7);
const VERIFY = 0x20;

function pinB(securityCode: string): PinB {
  const composed = composePinB(
    { birth: { calendar: 'era', era: 'heisei', year: 3, month: 5, day: 15 }, expiryYear: 2031, securityCode },
    { year: 2026, month: 3, day: 10 },
  );
  if (composed.kind !== 'composed') throw new Error(composed.reason);
  return composed.pinB;
}

async function tap(card: TestCard, typed: string | undefined, of: { target?: TargetPin; pinB?: PinB } = {}) {
  const shown: PinState[] = [];
  const outcome = await tapCard(card.channel, {
    targetPin: of.target ?? 'sign',
    nonce: NONCE,
    pinB: of.pinB ?? pinB('0428'),
    askProvingPin: async (state) => {
      shown.push(state);
      return typed === undefined ? undefined : Secret.ofAscii(typed);
    },
  });
  return { outcome, shown };
}

const verifies = ({ instructions }: TestCard): number => instructions.filter((one) => one === VERIFY).length;

describe('one tap for the sign PIN (R3)', () => {
  it('reads the card face and signs for it', async () => {
    const { outcome } = await tap(await testCard(), CARD_PINS.auth);
    expect(outcome).toMatchObject({ kind: 'read', request: { credential: { kind: 'auth' } } });
    if (outcome.kind !== 'read') return;
    expect(outcome.request.cardFace?.data.length).toBeGreaterThan(12_000);
    expect(outcome.request.signature).toHaveLength(342);
  });

  it('R10: the holder sees the tries left before typing', async () => {
    const { shown } = await tap(await testCard({ tries: { auth: 2 } }), CARD_PINS.auth);
    expect(shown).toEqual([{ kind: 'tries', left: 2 }]);
  });

  it('a wrong PIN costs one try, and is told', async () => {
    const card = await testCard();
    const { outcome } = await tap(card, '0000');
    expect(outcome).toEqual({ kind: 'proving-pin', outcome: { kind: 'wrong', triesLeft: 2 } });
    expect(await card.triesLeft('auth')).toBe(2);
  });

  it('R10: a holder who types nothing, or the wrong shape, spends no try', async () => {
    for (const typed of [undefined, '12345']) {
      const card = await testCard();
      const { outcome } = await tap(card, typed);
      expect(outcome.kind).toBe(typed === undefined ? 'given-up' : 'proving-pin');
      expect(await card.triesLeft('auth')).toBe(3);
    }
  });

  it('a PIN-B that was read wrong ends it before the holder is asked for a PIN', async () => {
    const card = await testCard();
    const { outcome, shown } = await tap(card, CARD_PINS.auth, { pinB: pinB('0429') });
    expect(outcome).toMatchObject({ kind: 'pin-b', outcome: { kind: 'wrong' } });
    expect(shown).toEqual([]);
    expect(await card.triesLeft('auth')).toBe(3);
  });
});

describe('one tap for the auth PIN (R4)', () => {
  it('asks for the sign PIN, and leaves the card face alone', async () => {
    const card = await testCard({ tries: { sign: 4 } });
    const { outcome, shown } = await tap(card, 'WRONG1', { target: 'auth' });
    expect(shown).toEqual([{ kind: 'tries', left: 4 }]);
    expect(outcome).toEqual({ kind: 'proving-pin', outcome: { kind: 'wrong', triesLeft: 3 } });
    // The ask and the try.
    expect(verifies(card)).toBe(2);
  });

  it('a signature certificate that cannot be read is a defective card', async () => {
    expect((await tap(await testCard(), CARD_PINS.sign, { target: 'auth' })).outcome).toEqual({
      kind: 'card-defective',
    });
  });
});
