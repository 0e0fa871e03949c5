import type { MaintenanceWindow, Sentence, StatusAnswer } from '@kaijo/contract';
import type { OutOfOrderReason } from '../local-api/index.ts';

/** Whether a session may begin here now, as the service has last told it; the service decides again at each step. */
export type Standing =
  | {
      readonly kind: 'open';
      readonly closesAt: string;
      readonly maintenanceAhead: readonly MaintenanceWindow[];
    }
  | { readonly kind: 'closed'; readonly opensAt: string }
  | { readonly kind: 'maintenance'; readonly until: string; readonly sentence: Sentence }
  | { readonly kind: 'stopped'; readonly sentence: Sentence }
  | { readonly kind: 'out-of-order'; readonly reason: OutOfOrderReason };

/**
 * R24, R36: what the service's status says at `now` (its time). The answer may be some time old: once its next change
 * has come, an open kiosk is closed until the service has said more.
 */
export function standingOf(status: StatusAnswer, now: Date): Standing {
  const stops = status.maintenance.filter(({ scope }) => scope !== 'phone');
  const running = stops.find(
    ({ startsAt, endsAt }) => Date.parse(startsAt) <= now.getTime() && now.getTime() < Date.parse(endsAt),
  );
  const { open, changesAt } = status.kiosk;
  // The next opening counts hours and further windows in.
  if (running !== undefined)
    return { kind: 'maintenance', until: open ? running.endsAt : changesAt, sentence: running.sentence };
  const changed = Date.parse(changesAt) <= now.getTime();
  if (open !== changed) {
    const maintenanceAhead = stops.filter(({ startsAt }) => Date.parse(startsAt) > now.getTime());
    return open
      ? { kind: 'open', closesAt: changesAt, maintenanceAhead }
      : { kind: 'out-of-order', reason: 'starting' };
  }
  return open ? { kind: 'out-of-order', reason: 'starting' } : { kind: 'closed', opensAt: changesAt };
}
