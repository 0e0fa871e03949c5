const FORMAT = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Tokyo',
  dateStyle: 'short',
  timeStyle: 'medium',
});

/** `2026-11-24 15:04:05 JST`, whatever the machine's time zone. */
export function inJapan(time: Date | string): string {
  return `${FORMAT.format(new Date(time))} JST`;
}
