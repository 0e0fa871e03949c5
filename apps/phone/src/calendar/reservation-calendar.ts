/** What stands in the holder's calendar: no PIN, no number, nothing about the card. */
export interface CalendarEntry {
  readonly id: string;
  readonly title: string;
  /** The reservation's end; an alarm rings three hours before. */
  readonly endsAt: Date;
  readonly madeAt: Date;
}

const HALF_HOUR_MS = 1_800_000;
/** RFC 5545, 3.1: lines of at most 75 octets. */
const LINE_OCTETS = 75;

/** An iCalendar file (RFC 5545) with one event, the last half hour of the reservation. */
export function calendarFile({ id, title, endsAt, madeAt }: CalendarEntry): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Kaijo//Phone//JA',
    'BEGIN:VEVENT',
    `UID:${id}@kaijo`,
    `DTSTAMP:${utc(madeAt)}`,
    `DTSTART:${utc(new Date(endsAt.getTime() - HALF_HOUR_MS))}`,
    `DTEND:${utc(endsAt)}`,
    `SUMMARY:${escaped(title)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(title)}`,
    'TRIGGER;RELATED=END:-PT3H',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function utc(at: Date): string {
  return at.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
}

/** RFC 5545, 3.3.11. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\n/g, '\\n');
}

function folded(line: string): string {
  const encoder = new TextEncoder();
  const parts: string[] = [''];
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE_OCTETS) {
      parts.push(' ');
      octets = 1;
    }
    parts[parts.length - 1] += character;
    octets += size;
  }
  return parts.join('\r\n');
}
