import { OPERATOR_ROUTES } from '@kaijo/contract';
import { exportAudit, searchAudit } from '../audit/index.ts';
import { answer, defineQuery, type Endpoint } from '../http/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

/** R39: whoever checks the log gets it whole, and needs nothing else of the service; who looks something up searches. */
export function auditEndpoints({ db, keys }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.exportAudit, async ({ query: { from = '0', size } }) => {
      const { lines, next } = await exportAudit(db, keys, {
        from: Number(from),
        ...(size !== undefined && { size: Number(size) }),
      });
      return answer(200, { lines: [...lines], ...(next && { next }) });
    }),
    defineQuery(OPERATOR_ROUTES.searchAudit, async ({ query }) => answer(200, await searchAudit(db, query))),
  ];
}
