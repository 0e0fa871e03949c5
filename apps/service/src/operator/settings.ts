import { OPERATOR_ROUTES } from '@kaijo/contract';
import { answer, defineCommand, defineQuery, type Endpoint } from '../http/index.ts';
import { changeSettings, currentSettings } from '../settings/index.ts';
import type { OperatorDependencies } from './dependencies.ts';

/** R12, R22, R44 */
export function settingEndpoints({ db }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.showSettings, async () => answer(200, await currentSettings(db))),
    defineCommand(OPERATOR_ROUTES.changeSettings, {
      decide: async ({ tx, now, body: { settings, staff } }) =>
        answer(200, await changeSettings(tx, { change: settings, staff, now })),
    }),
  ];
}
