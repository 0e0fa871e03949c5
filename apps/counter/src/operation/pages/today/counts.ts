import type { StatisticsAnswer } from '@kaijo/contract';

export type Counts = StatisticsAnswer['counts'];

/** How often an event happened: of one PIN, of one place or hour, or of all. */
export function countOf(
  counts: Counts,
  event: string,
  only: { readonly pin?: string; readonly of?: string } = {},
): number {
  return counts
    .filter((one) => one.event === event)
    .filter(({ pin }) => only.pin === undefined || pin === only.pin)
    .filter(({ of }) => only.of === undefined || of === only.of)
    .reduce((sum, { count }) => sum + count, 0);
}

/** The steps from the phone to the new PIN, in their order. */
export const STEPS = {
  card: 'phone-session.card-proven',
  face: 'face-check.passed',
  reserved: 'reservation.made',
  opened: 'kiosk-session.opened',
  authorised: 'kiosk-session.authorised',
  completed: 'kiosk-session.completed',
} as const;
export type Step = keyof typeof STEPS;

export const AT_COUNTER = 'counter-session.completed';
