import { decodeResponse, toHex } from '@kaijo/iso7816';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JPKI, terminal } from '../testing/card-terminal.ts';
import { anyCommand, assertAllowed, assertThreeStates } from '../testing/fuzz.ts';
import { RESET_AUTH_PIN, RESET_SIGN_PIN, resetPin } from '../testing/issuer-host.ts';
import { sampleCardState } from '../testing/sample-card.ts';

describe('any bytes whatever', () => {
  it('are answered with a status word, and change PINs and counters only by the rules', async () => {
    const state = sampleCardState();
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 1, maxLength: 40 }), async (commands) => {
        const card = await terminal({ state });
        for (const command of commands) {
          const before = (await card.store.load()).memory;
          const answer = decodeResponse(await card.card.exchange(command));
          const after = (await card.store.load()).memory;
          expect(answer, toHex(command)).toBeDefined();
          assertAllowed(command, answer?.sw ?? 0, before, after);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('take nothing from a PIN that the issuer has initialised but the right to set it', async () => {
    const state = sampleCardState({ auth: 0, sign: 0 });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(RESET_AUTH_PIN, RESET_SIGN_PIN),
        fc.array(anyCommand, { maxLength: 20 }),
        async (p2, commands) => {
          const card = await terminal({ state });
          await card.sw(JPKI);
          await resetPin(card, p2);
          for (const command of commands) await card.card.exchange(command);
          await card.reset();
          await assertThreeStates(card, p2 === RESET_AUTH_PIN ? 'auth' : 'sign');
        },
      ),
      { numRuns: 500 },
    );
  });
});
