import type { Era } from '../certificate.ts';

/** First days of the eras, latest first. */
const ERA_STARTS: readonly (readonly [firstDay: string, era: Era])[] = [
  ['2019-05-01', 5],
  ['1989-01-08', 4],
  ['1926-12-25', 3],
  ['1912-07-30', 2],
  ['1868-01-25', 1],
];

/** The era of a day (`YYYY-MM-DD`) as the certificate codes it; 0 before Meiji. */
export function eraOf(day: string): Era {
  return ERA_STARTS.find(([firstDay]) => day >= firstDay)?.[1] ?? 0;
}
