import { diagnoseLocks } from '@kaijo/mynacard';
import { fromPromise } from 'xstate';
import type { CardSource } from '../card/card-source.ts';
import { askTries, holdCard } from '../card/hold-card.ts';
import { localFailure } from '../flow/failure.ts';
import type { Diagnosed } from '../flow/machine.ts';

/** Not sure which PIN: the tries left of both tell, and none is spent (R10). A card that slips is waited for again. */
export function diagnoseActor(cards: CardSource) {
  return fromPromise<Diagnosed>(async ({ signal }) => {
    for (;;) {
      const held = await holdCard(cards, signal, askTries);
      if (held.kind === 'no-reader') return { kind: 'failed', failure: localFailure(held.why) };
      const asked = held.value;
      if (asked.kind === 'asked') return { kind: 'diagnosed', diagnosis: diagnoseLocks(asked.states) };
      if (asked.kind !== 'card-gone') return { kind: 'failed', failure: localFailure(asked.kind) };
    }
  });
}
