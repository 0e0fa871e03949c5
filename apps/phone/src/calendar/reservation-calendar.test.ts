import { describe, expect, it } from 'vitest';
import { calendarFile } from './reservation-calendar.ts';

const ENTRY = {
  id: '7f0c1a5e-6a3b-4f0e-9a57-3b0c1a5e6a3b',
  title: 'マイナンバーカードの暗証番号の再設定, 期限; 忘れずに',
  endsAt: new Date('2026-03-02T15:04:00+09:00'),
  madeAt: new Date('2026-03-01T15:04:00+09:00'),
};

describe('the reservation as a calendar file (RFC 5545)', () => {
  it('is one event that ends with the reservation, in UTC', () => {
    const file = calendarFile(ENTRY);
    expect(file).toMatch(/^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
    expect(file).toContain('\r\nDTEND:20260302T060400Z\r\n');
    expect(file).toContain('\r\nDTSTART:20260302T053400Z\r\n');
    expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(file).toMatch(/END:VCALENDAR\r\n$/);
  });

  it('escapes and folds its text, and unfolded it is whole', () => {
    const file = calendarFile(ENTRY);
    for (const line of file.split('\r\n'))
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(file.replaceAll('\r\n ', '')).toContain(
      'SUMMARY:マイナンバーカードの暗証番号の再設定\\, 期限\\; 忘れずに',
    );
  });
});
