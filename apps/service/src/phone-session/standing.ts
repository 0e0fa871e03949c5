import type { Refusal } from '@kaijo/contract';
import type { Connection } from '../database/index.ts';
import { currentWindows, maintenanceAt } from '../maintenance/index.ts';
import { checkRestricted, type FaceCheckSubjects } from '../restriction/index.ts';
import { currentSwitches, stopFor } from '../switches/index.ts';

export type PhoneStanding =
  | { readonly kind: 'free'; readonly triesLeft: number }
  | { readonly kind: 'refuse'; readonly refusal: Refusal };

/** May the phone's step go on at this moment: maintenance (R36), stopped cards (R42), the restriction (R19, R21)? */
export async function phoneStanding(
  db: Connection,
  of: FaceCheckSubjects & { readonly generation?: string },
  now: Date,
): Promise<PhoneStanding> {
  const maintenance = maintenanceAt(await currentWindows(db, now), now, 'phone');
  if (maintenance !== undefined) {
    const { until, sentence } = maintenance;
    return refuse({ problem: 'maintenance', until: until.toISOString(), sentence });
  }
  const { generation, ...subjects } = of;
  const stop = generation === undefined ? undefined : stopFor({ generation }, await currentSwitches(db));
  if (stop !== undefined) return refuse({ problem: 'stopped', sentence: stop.sentence });
  const standing = await checkRestricted(db, subjects, now);
  return standing.kind === 'free'
    ? standing
    : refuse({ problem: 'app-restricted', until: standing.until.toISOString() });
}

function refuse(refusal: Refusal): PhoneStanding {
  return { kind: 'refuse', refusal };
}
