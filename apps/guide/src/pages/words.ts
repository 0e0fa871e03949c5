import type { TargetPin } from '@kaijo/contract';
import type { Speech } from '../content/index.ts';

export function pinInFull({ pins, language }: Speech, pin: TargetPin | 'support' | 'resident'): string {
  const { name, shape } = pins[pin];
  if (language === 'ja') return `${name}（${shape}）`;
  return language === 'ja-easy' ? `${name}［${shape}］` : `${name} (${shape})`;
}

/** A day of Japan (`YYYY-MM-DD`) with its year. */
export function dayFor({ language }: Speech, day: string): string {
  const tag = language === 'ja-easy' ? 'ja' : language;
  return new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'Asia/Tokyo' }).format(
    new Date(`${day}T12:00:00+09:00`),
  );
}
