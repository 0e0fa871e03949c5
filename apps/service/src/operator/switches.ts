import { OPERATOR_ROUTES } from '@kaijo/contract';
import { answer, defineCommand, defineQuery, type Endpoint } from '../http/index.ts';
import { randomUuid } from '../random.ts';
import { currentSwitches, removeSwitch, setSwitch } from '../switches/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

/** R42 */
export function switchEndpoints({ db, random }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.listSwitches, async () =>
      answer(200, { switches: [...(await currentSwitches(db))] }),
    ),
    defineCommand(OPERATOR_ROUTES.setSwitch, {
      decide: async ({ tx, now, body: { staff, ...stop } }) =>
        answer(201, await setSwitch(tx, { stop: { id: randomUuid(random), ...stop }, staff, now })),
    }),
    defineCommand(OPERATOR_ROUTES.removeSwitch, {
      decide: async ({ tx, now, path: { id }, body: { staff } }) => {
        await removeSwitch(tx, { id, staff, now });
        return answer(200, {});
      },
    }),
  ];
}
