import type { PinKind } from '@kaijo/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CounterReset, CounterSession } from './record.ts';
import {
  attesting,
  authorised,
  begun,
  completed,
  IDENTIFIED_MS,
  provenByKey,
  sessionRefusal,
} from './rules.ts';

const NOON = new Date('2026-03-10T12:00:00+09:00');
const BYTES = Uint8Array.of(1);
const PINS = ['sign', 'auth', 'support', 'resident'] as const satisfies readonly PinKind[];

type Act = 'begin' | 'authorise' | 'attest' | 'complete';
const ACTS = fc.array(fc.constantFrom<Act>('begin', 'authorise', 'attest', 'complete'), { maxLength: 30 });

function take(reset: CounterReset, act: Act) {
  switch (act) {
    case 'begin':
      return begun(reset, { nonce: BYTES, channel: BYTES });
    case 'authorise':
      return authorised(reset, { channel: BYTES, ...(!provenByKey(reset.pin) && { attestation: BYTES }) });
    case 'attest':
      return attesting(reset, BYTES);
    case 'complete':
      return completed(reset, { receipt: 'r', completedAt: NOON });
  }
}

/** What has to have happened, one behind the other, since the attempt began (R31). */
const WAY: Readonly<Record<'key' | 'attested', readonly Act[]>> = {
  key: ['begin', 'authorise', 'complete'],
  attested: ['begin', 'authorise', 'attest', 'complete'],
};

describe('R31, R33: whatever a counter’s computer sends in whatever order', () => {
  it('a PIN is completed only at the end of one whole attempt, once, and for good', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PINS), ACTS, (pin, acts) => {
        let reset: CounterReset = { session: 's', pin, state: 'waiting' };
        let accepted: Act[] = [];
        for (const act of acts) {
          const wasCompleted = reset.state === 'completed';
          const decision = take(reset, act);
          if (wasCompleted) expect(decision.kind).toBe('refuse');
          if (decision.kind === 'refuse') continue;
          accepted = act === 'begin' ? ['begin'] : [...accepted, act];
          reset = decision.to;
          expect(reset.pin).toBe(pin);
          if (reset.state === 'completed')
            expect(accepted).toEqual(WAY[provenByKey(pin) ? 'key' : 'attested']);
        }
      }),
    );
  });

  it('an attempt that was torn can always be begun again until the PIN is completed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PINS), ACTS, (pin, acts) => {
        let reset: CounterReset = { session: 's', pin, state: 'waiting' };
        for (const act of acts) {
          const decision = take(reset, act);
          if (decision.kind === 'change') reset = decision.to;
        }
        expect(take(reset, 'begin').kind).toBe(reset.state === 'completed' ? 'refuse' : 'change');
      }),
    );
  });
});

describe('R35: an identification', () => {
  const session = (secondPerson: CounterSession['secondPerson']): CounterSession => ({
    id: 's',
    clerk: 'c',
    clerkNumber: 'c-1',
    cardRef: 'card',
    identifiedBy: 'passport',
    secondPerson,
    openedAt: NOON,
    authoriseUntil: new Date(NOON.getTime() + IDENTIFIED_MS),
  });

  it('stands from its beginning until just before its end, and never without the second person where one is needed', () => {
    const moments = fc.integer({ min: -IDENTIFIED_MS, max: 3 * IDENTIFIED_MS });
    const seconds = fc.constantFrom<CounterSession['secondPerson']>('needed', 'confirmed', 'not-needed');
    fc.assert(
      fc.property(moments, seconds, (after, second) => {
        const refusal = sessionRefusal(session(second), new Date(NOON.getTime() + after));
        const stands = after >= 0 && after < IDENTIFIED_MS;
        expect(refusal === undefined).toBe(stands && second !== 'needed');
        if (stands && second === 'needed') expect(refusal?.reason).toBe('second-person-needed');
      }),
      {
        examples: [
          [-1, 'confirmed'],
          [0, 'confirmed'],
          [IDENTIFIED_MS - 1, 'not-needed'],
          [IDENTIFIED_MS, 'confirmed'],
        ],
      },
    );
  });
});
