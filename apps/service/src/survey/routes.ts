import { ROUTES } from '@kaijo/contract';
import type { Clock } from '../clock.ts';
import { answer, defineCommand, type Endpoint, ready } from '../http/index.ts';
import type { KeyStore } from '../keys/index.ts';
import { type Random, randomUuid } from '../random.ts';
import { countCharacters, isTooLong, maskPersonalData, tidyText } from './rules.ts';
import { hasAnswered, keepAnswer } from './storage.ts';
import { newVisit, openVisit, sealVisit } from './visit.ts';

/** R37: one answer per visit. What looks like personal data is shown to the visitor first and never kept. */
export function surveyEndpoints({
  keys,
  random,
  clock,
}: {
  readonly keys: Pick<KeyStore, 'reference'>;
  readonly random: Random;
  readonly clock: Clock;
}): readonly Endpoint[] {
  return [
    defineCommand(ROUTES.answerSurvey, {
      prepare: async ({ body: { visit } }) => {
        const now = clock.now();
        const known = visit === undefined ? undefined : await openVisit(visit, keys, now);
        const mine = known ?? newVisit(random, now);
        return ready({ visit: mine, token: await sealVisit(mine, keys), id: randomUuid(random) });
      },
      decide: async ({ tx, now, prepared: { visit, token, id }, body }) => {
        const text = tidyText(body.text ?? '');
        if (await hasAnswered(tx, visit.id)) return answer(200, { outcome: 'answered-before', visit: token });
        if (isTooLong(text))
          return answer(200, { outcome: 'too-long', visit: token, characters: countCharacters(text) });
        const { found, masked } = maskPersonalData(text);
        if (found.length > 0 && !body.masked)
          return answer(200, {
            outcome: 'personal-data',
            visit: token,
            found: [...found],
            maskedText: masked,
          });
        const { usefulness, language } = body;
        const kept = await keepAnswer(tx, {
          visit: visit.id,
          id,
          at: now,
          usefulness,
          language,
          text: masked,
        });
        return answer(200, { outcome: kept ? 'kept' : 'answered-before', visit: token });
      },
    }),
  ];
}
