import type { Sentence, TargetPin } from '@kaijo/contract';
import type { Speech } from '../content/index.ts';

/** An operator's sentence in the visitor's language, or in the nearest that it was written in. */
export function sentenceFor(
  sentence: Sentence,
  { language }: Speech,
): { readonly text: string; readonly lang: string } {
  const written = sentence as Readonly<Record<string, string | undefined>>;
  const japanese = language === 'ja' || language === 'ja-easy';
  for (const one of japanese ? ['ja'] : [language, 'en'])
    if (written[one]) return { text: written[one], lang: one };
  return { text: sentence.ja, lang: 'ja' };
}

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
