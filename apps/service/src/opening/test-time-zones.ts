/** Server time zones that must make no difference: before, at and after UTC, with daylight saving and without. */
export const TIME_ZONES = ['UTC', 'Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Kiritimati'] as const;

/** Runs `body` as a server in `zone` would. Node reads TZ again whenever it is assigned (since v13). */
export function inTimeZone<T>(zone: string, body: () => T): T {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    return body();
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
}
