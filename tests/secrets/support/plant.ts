import { connectOperator } from '@kaijo/cli/installation';
import { OPERATOR_ROUTES } from '@kaijo/contract';
import type { RestartableService } from '../../support/restartable-service.ts';

const DAY = 86_400_000;

/** What has to be found wherever a PIN must not be: sixteen characters for the audit log, four digits for another table. */
export async function plant(
  service: Pick<RestartableService, 'folder' | 'now'>,
  of: { readonly long: string; readonly short: string },
): Promise<void> {
  const operator = await connectOperator(service.folder);
  try {
    await operator.call(OPERATOR_ROUTES.announceMaintenance, {
      body: {
        startsAt: new Date(service.now().getTime() + 20 * DAY).toISOString(),
        endsAt: new Date(service.now().getTime() + 21 * DAY).toISOString(),
        scope: 'all',
        sentence: { ja: of.short, en: of.short },
        staff: of.long,
      },
    });
  } finally {
    await operator.close();
  }
}
