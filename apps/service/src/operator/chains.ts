import { OPERATOR_ROUTES } from '@kaijo/contract';
import { answer, defineQuery, type Endpoint } from '../http/index.ts';
import { listChains } from '../stores/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

/** R26 */
export function chainEndpoints({ db }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.listChains, async () => answer(200, { chains: [...(await listChains(db))] })),
  ];
}
