import { type MaintenanceRequest, OPERATOR_ROUTES } from '@kaijo/contract';
import { answer, defineCommand, defineQuery, type Endpoint, refuse } from '../http/index.ts';
import { invalidField } from '../invalid-field.ts';
import {
  announceMaintenance,
  currentWindows,
  maintenanceBetween,
  windowDefect,
  wireWindow,
  withdrawMaintenance,
} from '../maintenance/index.ts';
import { randomUuid } from '../random.ts';
import type { OperatorDependencies } from './dependencies.ts';

/** R36 */
export function maintenanceEndpoints({ db, clock, random }: OperatorDependencies): readonly Endpoint[] {
  return [
    defineQuery(OPERATOR_ROUTES.listMaintenance, async () => {
      const now = clock.now();
      const windows = maintenanceBetween(await currentWindows(db, now), now);
      return answer(200, { maintenance: windows.map(wireWindow) });
    }),
    defineCommand(OPERATOR_ROUTES.announceMaintenance, {
      decide: async ({ tx, now, body }) => {
        const window = windowOf(body, randomUuid(random));
        const defect = windowDefect(window, now);
        if (defect !== undefined) return refuse(invalidField(`body/${defect.moment}`, defect.message));
        await announceMaintenance(tx, { window, staff: body.staff, now });
        return answer(201, wireWindow(window));
      },
    }),
    defineCommand(OPERATOR_ROUTES.withdrawMaintenance, {
      decide: async ({ tx, now, path: { id }, body: { staff } }) => {
        await withdrawMaintenance(tx, { id, staff, now });
        return answer(200, {});
      },
    }),
  ];
}

function windowOf({ startsAt, endsAt, scope, sentence }: MaintenanceRequest, id: string) {
  return { id, startsAt: new Date(startsAt), endsAt: new Date(endsAt), scope, sentence };
}
