import { decodeResponse, toHex } from '@kaijo/iso7816';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { terminal } from '../testing/card-terminal.ts';
import { anyCommand, assertAllowed } from '../testing/fuzz.ts';
import { sampleCardState } from '../testing/sample-card.ts';

/** `KAIJO_FUZZ_SEED` tells a run again; `KAIJO_FUZZ_COMMANDS` makes it shorter or longer. */
const SEED = Number(process.env.KAIJO_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const COMMANDS = Number(process.env.KAIJO_FUZZ_COMMANDS ?? 1_000_000);
const ROUND = 2_000;

it(`${COMMANDS} commands of any bytes: a status word each, and PINs and counters change only by the rules (seed ${SEED})`, async () => {
  const state = sampleCardState();
  let sent = 0;
  for (let round = 0; sent < COMMANDS; round++) {
    await fc.assert(
      fc.asyncProperty(fc.array(anyCommand, { minLength: 1, maxLength: 60 }), async (commands) => {
        const card = await terminal({ state });
        let before = (await card.store.load()).memory;
        for (const command of commands) {
          const answer = decodeResponse(await card.card.exchange(command));
          const after = (await card.store.load()).memory;
          expect(answer, toHex(command)).toBeDefined();
          assertAllowed(command, answer?.sw ?? 0, before, after);
          before = after;
          sent++;
        }
      }),
      { numRuns: ROUND, seed: SEED + round },
    );
  }
  expect(sent).toBeGreaterThanOrEqual(COMMANDS);
});
