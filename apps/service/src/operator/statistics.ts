import { OPERATOR_ROUTES } from '@kaijo/contract';
import { answer, defineQuery, type Endpoint } from '../http/index.ts';
import { showStatistics } from '../statistics/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

export function statisticsEndpoints({ db }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.showStatistics, async ({ query: { from, to, by } }) =>
      answer(200, await showStatistics(db, { from: new Date(from), to: new Date(to), ...(by && { by }) })),
    ),
  ];
}
