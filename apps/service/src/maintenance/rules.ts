import type { MaintenanceScope, Sentence } from '@kaijo/contract';

/** An announced window (R36): running from `startsAt` on, over at `endsAt`, to the millisecond. */
export interface MaintenanceWindow {
  readonly id: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly scope: MaintenanceScope;
  readonly sentence: Sentence;
}

/** What a window may stop: the phone's step (R18) or the kiosks (R24). */
export type ServicePart = Exclude<MaintenanceScope, 'all'>;

/** Maintenance as it stands now. */
export interface Maintenance {
  /** When work can go on: windows that overlap or follow without a gap count as one. */
  readonly until: Date;
  /** Of the running window that ends last. */
  readonly sentence: Sentence;
}

/** R36: is this part of the service in maintenance now, and until when? */
export function maintenanceAt(
  windows: readonly MaintenanceWindow[],
  now: Date,
  part: ServicePart,
): Maintenance | undefined {
  const stopping = windows.filter((window) => stops(window, part));
  const running = longestRunning(stopping, now);
  if (running === undefined) return undefined;
  let until = running.endsAt;
  for (let next = longestRunning(stopping, until); next !== undefined; next = longestRunning(stopping, until))
    until = next.endsAt;
  return { until, sentence: running.sentence };
}

/** The start of the next window that stops this part, later than `after`. */
export function nextMaintenance(
  windows: readonly MaintenanceWindow[],
  after: Date,
  part: ServicePart,
): Date | undefined {
  return windows
    .filter((window) => stops(window, part) && window.startsAt > after && window.startsAt < window.endsAt)
    .map(({ startsAt }) => startsAt)
    .reduce<Date | undefined>(
      (first, start) => (first === undefined || start < first ? start : first),
      undefined,
    );
}

/**
 * Windows that touch the time from `from` until just before `to` (without it: ever after), by start: what a holder
 * should know ahead (R36, R43).
 */
export function maintenanceBetween(
  windows: readonly MaintenanceWindow[],
  from: Date,
  to?: Date,
): readonly MaintenanceWindow[] {
  return windows
    .filter(({ startsAt, endsAt }) => (to === undefined || startsAt < to) && from < endsAt)
    .toSorted(
      (a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.endsAt.getTime() - b.endsAt.getTime(),
    );
}

/** Why a window cannot be announced: which of its moments is wrong, and how. */
export function windowDefect(
  { startsAt, endsAt }: Pick<MaintenanceWindow, 'startsAt' | 'endsAt'>,
  now: Date,
): { readonly moment: 'startsAt' | 'endsAt'; readonly message: string } | undefined {
  if (Number.isNaN(startsAt.getTime())) return { moment: 'startsAt', message: 'is not a moment' };
  if (Number.isNaN(endsAt.getTime())) return { moment: 'endsAt', message: 'is not a moment' };
  if (endsAt <= startsAt) return { moment: 'endsAt', message: 'is not after startsAt' };
  return endsAt <= now ? { moment: 'endsAt', message: 'is over' } : undefined;
}

function stops({ scope }: MaintenanceWindow, part: ServicePart): boolean {
  return scope === 'all' || scope === part;
}

function longestRunning(windows: readonly MaintenanceWindow[], now: Date): MaintenanceWindow | undefined {
  return windows
    .filter(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)
    .reduce<MaintenanceWindow | undefined>(
      (longest, window) => (longest === undefined || window.endsAt > longest.endsAt ? window : longest),
      undefined,
    );
}
