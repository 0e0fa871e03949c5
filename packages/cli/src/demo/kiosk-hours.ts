const HOUR = 3_600_000;
const JAPAN_OFFSET = 9 * HOUR;
const DAY = 24 * HOUR;

/**
 * Kiosks are closed from 23:00 to 06:30 in Japan (R24). A demo that is started then sets its own service's clock forward
 * to noon; the offset in milliseconds, 0 in opening hours. A production service refuses such an offset.
 */
export function offsetIntoOpeningHours(now: Date): number {
  const sinceMidnight = (now.getTime() + JAPAN_OFFSET) % DAY;
  const open = sinceMidnight >= 6.5 * HOUR + 60_000 && sinceMidnight < 22.5 * HOUR;
  if (open) return 0;
  return (12 * HOUR - sinceMidnight + DAY) % DAY;
}
